package io.plimsoll.policy.pack;

/** The findings of packs, tables and scenarios. The numbers are stable: build pipelines filter by them and pages explain them. */
public enum Code {
    FILE_MISSING(701, "a file that is named does not exist"),
    FILE_UNREADABLE(702, "a file is too large, not UTF-8, or cannot be read"),
    FILE_OUTSIDE(703, "a path or a link leads out of the folder it must stay in"),
    YAML_SYNTAX(711, "the YAML cannot be parsed"),
    YAML_ALIAS(712, "anchors and aliases are not allowed"),
    YAML_TAG(713, "tags are not allowed"),
    YAML_DUPLICATE_KEY(714, "a key is given twice"),
    YAML_SHAPE(715, "the file is empty, or not made of `key: value` lines"),
    UNKNOWN_KEY(721, "a key that is not known here"),
    MISSING_KEY(722, "a key that must be given is not"),
    WRONG_TYPE(723, "a list, a mapping or a single value stands where another is expected"),
    VALUE(724, "a value that the key cannot have"),
    PACK_NAME(731, "the pack's name is not its folder's"),
    RULE_FILE_TWICE(732, "a rule file is named twice"),
    RULE_FILE_PATH(733, "a rule file is named by a path that is none of the library"),
    TYPE_UNKNOWN(734, "a table or parameters of a type that no rule file declares"),
    TYPE_WITHOUT_ROWS(735, "a declared type has neither a table nor parameters"),
    TYPE_TWICE(736, "a declared type has both a table and parameters"),
    TABLE_UNUSED(737, "a file among the tables is not in force"),
    NO_SCENARIOS(738, "a pack that no scenario proves"),
    RULE_FILE_UNUSED(739, "a rule file that no pack names"),
    PACKS_OVERLAP(740, "a snapshot may fit two packs, and is then refused unless it names one"),
    FINDINGS_MANY(798, "more findings than are shown"),
    CHECK_FAILED(799, "the check itself failed; report the files"),
    CSV_SYNTAX(801, "the table cannot be parsed"),
    HEADER_MISSING(802, "a column of the declared type is missing"),
    HEADER_UNKNOWN(803, "a column that the declared type does not have"),
    HEADER_TWICE(804, "a column is given twice"),
    CELL_COUNT(805, "a row has more or fewer cells than the header"),
    CELL_EMPTY(806, "a cell is empty"),
    CELL_VALUE(807, "a cell is not of its column's kind"),
    ROW_TWICE(808, "the same row is given twice"),
    KEY_TWICE(809, "two rows say different things about the same key"),
    TABLE_SIZE(810, "a table has no rows, or more than it may have"),
    KEY_UNNAMED(811, "a row whose key no snapshot is likely to name"),
    BRACKET_START(821, "the first bracket does not start at zero"),
    BRACKET_ORDER(822, "brackets are not in ascending order"),
    BRACKET_GAP(823, "a gap between two brackets"),
    BRACKET_OVERLAP(824, "two brackets overlap"),
    BRACKET_CAP(825, "a bracket's cap is not above its floor"),
    RATE_RANGE(826, "a rate or a haircut outside 0 to 1"),
    RATE_FALLS(827, "a rate falls from one bracket to the next"),
    RATE_ORDER(828, "an initial rate below the maintenance rate"),
    DEDUCTION(829, "a deduction that makes the requirement jump"),
    LOAN_TO_VALUE(830, "a loan-to-value above the liquidation threshold"),
    BONUS_TOXIC(831, "a liquidation bonus that makes loans worse"),
    LEVELS(832, "levels that do not rise"),
    BOUNDS(833, "a rate outside the bounds of its row"),
    GRID(834, "a grid of scenarios that is not even"),
    LATENCY(835, "a maintenance rate below what the price may move until an account is closed"),
    SUITE_EMPTY(851, "a suite without cases"),
    CASE_WITHOUT_EXPECTATION(852, "a case that expects nothing"),
    CASE_NAME_TWICE(853, "two cases of the same name"),
    SNAPSHOT_FAULT(854, "a case's snapshot is not one the service would take"),
    CHANGE(855, "a change that fits nothing in the base"),
    RULE_UNKNOWN(856, "an expectation names a rule that the pack does not have"),
    CASE_FAILED(857, "a decision is not what the scenario expects"),
    PARAMETER_UNKNOWN(858, "a parameter that the case's row does not give"),
    PARAMETER_UNUSED(859, "a parameter that the case does not use"),
    SUITE_SIZE(860, "more cases, or larger ones, than a suite may have");

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
