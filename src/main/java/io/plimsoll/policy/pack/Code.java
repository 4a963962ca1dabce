package io.plimsoll.policy.pack;

/** The findings of packs, tables and scenarios. The numbers are stable: build pipelines filter by them and pages explain them. */
public enum Code {
    FILE_MISSING(501, "a file that is named does not exist"),
    FILE_UNREADABLE(502, "a file is too large, not UTF-8, or cannot be read"),
    FILE_OUTSIDE(503, "a path or a link leads out of the folder it must stay in"),
    YAML_SYNTAX(511, "the YAML cannot be parsed"),
    YAML_ALIAS(512, "anchors and aliases are not allowed"),
    YAML_TAG(513, "tags are not allowed"),
    YAML_DUPLICATE_KEY(514, "a key is given twice"),
    YAML_SHAPE(515, "the file is empty, or not made of `key: value` lines"),
    UNKNOWN_KEY(521, "a key that is not known here"),
    MISSING_KEY(522, "a key that must be given is not"),
    WRONG_TYPE(523, "a list, a mapping or a single value stands where another is expected"),
    VALUE(524, "a value that the key cannot have"),
    PACK_NAME(531, "the pack's name is not its folder's"),
    RULE_FILE_TWICE(532, "a rule file is named twice"),
    RULE_FILE_PATH(533, "a rule file is named by a path that is none of the library"),
    TYPE_UNKNOWN(534, "a table or parameters of a type that no rule file declares"),
    TYPE_WITHOUT_ROWS(535, "a declared type has neither a table nor parameters"),
    TYPE_TWICE(536, "a declared type has both a table and parameters"),
    TABLE_UNUSED(537, "a file among the tables is not in force"),
    NO_SCENARIOS(538, "a pack that no scenario proves"),
    RULE_FILE_UNUSED(539, "a rule file that no pack names"),
    CHECK_FAILED(599, "the check itself failed; report the files"),
    CSV_SYNTAX(601, "the table cannot be parsed"),
    HEADER_MISSING(602, "a column of the declared type is missing"),
    HEADER_UNKNOWN(603, "a column that the declared type does not have"),
    HEADER_TWICE(604, "a column is given twice"),
    CELL_COUNT(605, "a row has more or fewer cells than the header"),
    CELL_EMPTY(606, "a cell is empty"),
    CELL_VALUE(607, "a cell is not of its column's kind"),
    ROW_TWICE(608, "the same row is given twice"),
    KEY_TWICE(609, "two rows say different things about the same key"),
    TABLE_SIZE(610, "a table has no rows, or more than it may have"),
    BRACKET_START(621, "the first bracket does not start at zero"),
    BRACKET_ORDER(622, "brackets are not in ascending order"),
    BRACKET_GAP(623, "a gap between two brackets"),
    BRACKET_OVERLAP(624, "two brackets overlap"),
    BRACKET_CAP(625, "a bracket's cap is not above its floor"),
    RATE_RANGE(626, "a rate or a haircut outside 0 to 1"),
    RATE_FALLS(627, "a rate falls from one bracket to the next"),
    RATE_ORDER(628, "an initial rate below the maintenance rate"),
    DEDUCTION(629, "a deduction that makes the requirement jump"),
    SUITE_EMPTY(701, "a suite without cases"),
    CASE_WITHOUT_EXPECTATION(702, "a case that expects nothing"),
    CASE_NAME_TWICE(703, "two cases of the same name"),
    SNAPSHOT_FAULT(704, "a case's snapshot is not one the service would take"),
    CHANGE(705, "a change that fits nothing in the base"),
    RULE_UNKNOWN(706, "an expectation names a rule that the pack does not have"),
    CASE_FAILED(707, "a decision is not what the scenario expects");

    private final String id;
    private final String meaning;

    Code(int number, String meaning) {
        this.id = "PLM-" + number;
        this.meaning = meaning;
    }

    /** As findings carry it, such as {@code PLM-623}. */
    public String id() {
        return id;
    }

    /** One line for a list of all codes. */
    public String meaning() {
        return meaning;
    }
}
