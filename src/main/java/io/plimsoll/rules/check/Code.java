package io.plimsoll.rules.check;

/** The kinds of findings in rule files. The number is what pages, tests and people refer to: it never changes its meaning. */
public enum Code {
    NOT_UNDERSTOOD("PLM-101", "the text is not what the rule language expects here"),
    CHARACTER("PLM-102", "a character that rule files do not use outside of texts and comments"),
    ESCAPE("PLM-103", "an escape other than \\\" and \\\\ in a text"),
    TEXT_OPEN("PLM-104", "a text that is not closed on its line"),
    COMMENT_OPEN("PLM-105", "a comment that is not closed"),
    BARE_DECIMAL("PLM-106", "a decimal without the suffix B, which would go through binary floating point"),
    NUMBER_FORM("PLM-107", "a number that is neither an integer nor a decimal with B"),
    END_MISSING("PLM-108", "a rule or declaration without its end"),
    ENGINE_SYNTAX("PLM-109", "the rule engine's own parser refuses or reads otherwise what the check accepts"),
    BRACKET("PLM-110", "a bracket that is missing, too much or of another shape"),
    KEYWORD("PLM-111", "a word of the rule language that is misspelt or missing"),
    COMMA("PLM-112", "a comma that is missing or too much"),
    PACKAGE("PLM-201", "the package is missing, given twice or not the folder's"),
    FOLDER("PLM-202", "the file's folder is none of the five stages"),
    IMPORT("PLM-203", "an import that is not on the list"),
    GLOBAL("PLM-204", "a global that is missing or not the stage's"),
    DIALECT("PLM-205", "a dialect other than mvel"),
    STATEMENT("PLM-206", "a statement that rule files may not have, such as function or query"),
    TABLE_NAME("PLM-211", "a declared type's name that is taken or malformed"),
    COLUMN_KIND("PLM-212", "a declared field of a type that tables cannot have"),
    TABLE_FORM("PLM-213", "a declared type with more than plain fields"),
    TABLE_KEY("PLM-214", "more than one key, or a key that is not a text"),
    COLUMN_TWICE("PLM-215", "a field declared twice"),
    TABLES_DIFFER("PLM-216", "one name declared in two ways: another key, or another type of a field"),
    COLUMN_NAME("PLM-217", "a declared field's name that is malformed or reserved"),
    RULE_NAME("PLM-301", "a rule's name that is not an id and a sentence"),
    RULE_ID_TWICE("PLM-302", "a rule id that is used twice"),
    OWNER("PLM-303", "a rule without owner"),
    SOURCE("PLM-304", "a rule without source"),
    ANNOTATION("PLM-305", "an annotation other than owner and source, or a malformed one"),
    ATTRIBUTE("PLM-306", "an attribute such as salience: order does not matter"),
    NO_CONDITION("PLM-307", "a rule without conditions"),
    NO_PROPOSAL("PLM-308", "a rule that proposes nothing"),
    FACT("PLM-401", "a fact or table that does not exist"),
    FACT_STAGE("PLM-402", "a fact that this stage does not see"),
    FIELD("PLM-403", "a field that does not exist"),
    FIELD_STAGE("PLM-404", "a field that this stage does not see"),
    KINDS("PLM-405", "a comparison of things of different kinds, or one that their kind does not have"),
    VALUE("PLM-406", "a text that the field can never have"),
    ABSENT("PLM-407", "a field that may be absent, used without a test of its presence"),
    VARIABLE("PLM-408", "a variable that nothing binds"),
    BINDING("PLM-409", "a binding that is malformed, given twice or of more than a field"),
    SCOPE("PLM-410", "a variable used where it is not bound"),
    CONDITION("PLM-411", "a condition that rule files may not have, such as eval, from or forall"),
    OPERATOR("PLM-412", "an operator that is not on the list"),
    CODE("PLM-413", "a call, assignment, cast or other piece of program"),
    POSITIONAL("PLM-414", "a value without the field it is compared with"),
    DIVISION("PLM-415", "a division or a root where nothing would see it fail"),
    NO_COMPARISON("PLM-416", "a constraint that compares nothing"),
    PATTERN("PLM-417", "a regular expression that may take for ever, or is none"),
    FOLD("PLM-418", "an accumulate function that is not on the list, or of a value it does not take"),
    AND_OR("PLM-419", "and beside or without parentheses"),
    ALWAYS_PRESENT("PLM-420", "a presence test of a field that is always present"),
    ARITHMETIC("PLM-422", "arithmetic on something other than decimals"),
    NUMBER("PLM-423", "a number other than 0 and 1: limits live in tables"),
    FUNCTION("PLM-424", "a function of too few or too many values"),
    KEY("PLM-425", "a keyed table that is looked up by what no snapshot names"),
    PROPOSAL("PLM-501", "something other than a call of a verb on the stage's global"),
    VERB("PLM-502", "a verb that the stage does not have"),
    ARGUMENTS("PLM-503", "more or fewer arguments than the verb takes"),
    ARGUMENT("PLM-504", "an argument of another kind than the verb takes"),
    ACTION("PLM-505", "an action such as insert, if or new: rules propose and do nothing else"),
    SEMICOLON("PLM-506", "a missing or superfluous semicolon"),
    FILE_SIZE("PLM-601", "a file that is too large"),
    RULES_MANY("PLM-602", "too many rules"),
    CONSTRAINTS_MANY("PLM-603", "too many constraints in a rule"),
    NESTING("PLM-604", "conditions nested too deeply"),
    OPERANDS_MANY("PLM-605", "an expression of too many operands"),
    ENGINE("PLM-901", "only the rule engine's compiler finds this"),
    GENERATED("PLM-902", "a compiled rule does what rules may not"),
    COMPILE_LIMIT("PLM-903", "a rule takes too much time or memory to compile");

    private final String id;
    private final String about;

    Code(String id, String about) {
        this.id = id;
        this.about = about;
    }

    /** Such as {@code PLM-301}. */
    public String id() {
        return id;
    }

    /** What it stands for, in one line. */
    public String about() {
        return about;
    }
}
