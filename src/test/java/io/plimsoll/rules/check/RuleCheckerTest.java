package io.plimsoll.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.RulesFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The check finds each mistake, and only it, exactly where it stands. The tables below show it: {@code «} and {@code »} stand around what is
 * found, and are not part of the file.
 */
class RuleCheckerTest {

    /** A mistake in the conditions of a margin rule that binds {@code $p}, {@code $n} and, from a table, {@code $l}. */
    private static final Object[][] CONDITIONS = {
        // the words
        {Code.BARE_DECIMAL, "Position( notional > «1.1» )"},
        {Code.BARE_DECIMAL, "Position( notional * «0.1» > $l.rate )"},
        {Code.NUMBER_FORM, "Position( notional > «1.1f» )"},
        {Code.NUMBER_FORM, "Position( notional > «10L» )"},
        {Code.NUMBER_FORM, "Position( notional > «1e5» )"},
        {Code.NUMBER_FORM, "Position( notional > «0x10» )"},
        {Code.CHARACTER, "Position( instrument == «'BTCUSDT'» )"},
        {Code.CHARACTER, "Position( n«о»tional > 1 )"},
        {Code.CHARACTER, "Position( instrument == \"BTC«\u202e»TDSU\" )"},
        {Code.CHARACTER, "Position( notional > 1 ) // harmless«\u202e»"},
        {Code.CHARACTER, "Position( notional > «\\»u0031 )"},
        {Code.ESCAPE, "Position( instrument == \"«\\u»0042TC\" )"},
        {Code.TEXT_OPEN, "Position( instrument == «\"BTC )»\n"},
        // facts and fields
        {Code.FACT, "«Positon»( notional > 1 )"},
        {Code.FACT, "«Object»( )"},
        {Code.FACT, "java«.»lang.Object( )"},
        {Code.FACT, "«FactModel»( )"},
        {Code.FACT_STAGE, "«MarginAccount»( equity < 1 )"},
        {Code.FACT_STAGE, "not «MarginCall»( )"},
        {Code.FIELD, "Position( «notionl» > 1 )"},
        {Code.FIELD, "Position( «id» != null )"},
        {Code.FIELD, "Position( «class» == \"x\" )"},
        {Code.FIELD, "Position( $q : «notionl» )"},
        {Code.FIELD, "Position( notional > $p.«notionl» )"},
        {Code.FIELD, "Position( notional > $n.«scale» )"},
        {Code.FIELD, "Limit( «rat» > 1 )"},
        {Code.FIELD_STAGE, "Position( «initialMargin» > 1 )"},
        {Code.FIELD_STAGE, "Position( notional > $p.«maintenanceMargin» )"},
        // kinds
        {Code.KINDS, "Position( «notional == \"10\"» )"},
        {Code.KINDS, "Position( «instrument > 5» )"},
        {Code.KINDS, "Position( «instrument > \"A\"» )"},
        {Code.KINDS, "Position( «markAge > 5» )"},
        {Code.KINDS, "Position( «markAge > $l.rate» )"},
        {Code.KINDS, "Position( «notional > $l.oldest» )"},
        {Code.KINDS, "Position( «notional > $p» )"},
        {Code.KINDS, "Account( «asOf > \"2026-01-01\"» )"},
        {Code.KINDS, "Account( positionCount == «10000000000» )"},
        {Code.KINDS, "OpenOrder( «reduceOnly == \"true\"» )"},
        {Code.KINDS, "OpenOrder( «reduceOnly < true» )"},
        {Code.KINDS, "Position( notional in ( 1, «\"2\"» ) )"},
        {Code.KINDS, "Position( «notional contains \"1\"» )"},
        {Code.KINDS, "Position( «leverage > null» )"},
        {Code.KINDS, "Position( («notional > 1») == true )"},
        {Code.VALUE, "Position( mode == «\"CROS\"» )"},
        {Code.VALUE, "Position( side in ( \"LONG\", «\"short\"» ) )"},
        {Code.VALUE, "Position( «\"BUY\"» == side )"},
        {Code.VALUE, "OpenOrder( side != «\"LONG\"» )"},
        // what may be absent
        {Code.ABSENT, "Position( «leverage» > 10 )"},
        {Code.ABSENT, "Position( «leverage» > 10, leverage != null )"},
        {Code.ABSENT, "Position( leverage == null, «leverage» > 10 )"},
        {Code.ABSENT, "Position( leverage != null || «leverage» > 10 )"},
        {Code.ABSENT, "Position( indexPrice != null, «leverage» > 10 )"},
        {Code.ABSENT, "Position( notional > «$p.leverage» )"},
        {Code.ABSENT, "Position( $lev : leverage ) Limit( rate < «$lev» )"},
        {Code.ABSENT, "Position( notional * «leverage» > 1 )"},
        {Code.ABSENT, "Position( «leverage» in ( 1, 2 ) )"},
        {Code.ABSENT, "$q : Position( !( leverage != null ), «leverage» > 1 )"},
        {Code.ABSENT, "( $q : Position( leverage != null ) or $q : Position( ) ) Limit( rate < «$q.leverage» )"},
        {Code.ABSENT, "accumulate( Position( $lev : leverage ); $s : sum(«$lev») )"},
        // variables
        {Code.VARIABLE, "Limit( rate < «$x» )"},
        {Code.VARIABLE, "Limit( rate < «$x».notional )"},
        {Code.VARIABLE, "Limit( rate < «$later» ) Position( $later : notional )"},
        {Code.BINDING, "Position( «notnl» : notional )"},
        {Code.BINDING, "«p» : Position( )"},
        {Code.BINDING, "Position( «$n» : notional )"},
        {Code.BINDING, "Position( $a : notional, «$a» : quantity )"},
        {Code.BINDING, "Position( «$x : notional» * 2 )"},
        {Code.BINDING, "Position( «$x : notional» > 2 )"},
        {Code.BINDING, "Position( «$x : (»notional) )"},
        {Code.BINDING, "«$_1» : Position( )"},
        {Code.SCOPE, "not Position( $x : notional ) Limit( rate < «$x» )"},
        {Code.SCOPE, "accumulate( Position( $x : notional ); $s : sum($x) ) Limit( rate < «$x» )"},
        {Code.SCOPE, "( Position( $x : notional ) or Collateral( $y : price ) ) Limit( rate < «$x» )"},
        // conditions, operators and code that the profile does not have
        {Code.CONDITION, "«eval»( true )"},
        {Code.CONDITION, "«forall»( Position( notional > 1 ) )"},
        {Code.CONDITION, "Position( notional > 1 ) «from» $p.positions"},
        {Code.CONDITION, "«/»positions[ notional > 1 ]"},
        {Code.CONDITION, "Position( ) «over» window:length( 1 )"},
        {Code.CONDITION, "«?»lookup( )"},
        {Code.CONDITION, "(«and» Position( ) Limit( ) )"},
        {Code.CONDITION, "not ( «Position( ) or Limit( )» )"},
        {Code.CONDITION, "not «accumulate( Position( $x : notional ); $s : sum($x) )»"},
        {Code.OPERATOR, "Position( instrument «memberOf» $l.instrument )"},
        {Code.OPERATOR, "Position( instrument «soundslike» \"btc\" )"},
        {Code.OPERATOR, "Position( instrument «str»[startsWith] \"B\" )"},
        {Code.OPERATOR, "Account( asOf «after» evaluatedAt )"},
        {Code.OPERATOR, "Position( instrument not «memberOf» $l.instrument )"},
        {Code.CODE, "Position( «notional.compareTo(1B)» > 0 )"},
        {Code.CODE, "Position( «System.exit(0)» == null )"},
        {Code.CODE, "Position( notional > «new» BigDecimal(\"1\") )"},
        {Code.CODE, "Position( notional «=» 1 )"},
        {Code.CODE, "Position( «this» != $p )"},
        {Code.CODE, "Position( instrument«#»String.length > 1 )"},
        {Code.CODE, "Position( leverage«!».scale > 1 )"},
        {Code.CODE, "Position( instrument«[»0] == \"B\" )"},
        {Code.CODE, "Position( notional > 1 ? true : false )".replace("?", "«?»")},
        {Code.CODE, "Position( $p.instrument«.»length > 1 )"},
        {Code.CODE, "Position( notional «%» 2 == 0 )"},
        {Code.POSITIONAL, "Position( «\"BTCUSDT\"»; )"},
        {Code.DIVISION, "not Position( notional «/» 3 > 1 )"},
        {Code.DIVISION, "exists ( Position( notional > 1 ) and Collateral( 1 < «sqrt»(price) ) )"},
        {Code.DIVISION, "( Position( max(notional «/» 3, 1) > 1 ) or Account( ) )"},
        {Code.DIVISION, "accumulate( Position( notional «/» 3 > 1, $x : notional ); $s : sum($x) )"},
        {Code.DIVISION, "accumulate( Position( $x : notional ); $s : sum($x); $s > 1 || $s «/» 2 > 1 )"},
        {Code.DIVISION, "Position( notional > 1 && notional «/» 3 > 1 )"},
        {Code.DIVISION, "Position( !( -«sqrt»(notional) > 1 ) )"},
        {Code.KINDS, "Position( notional in ( 1, «1B / 3» ) )"},
        {Code.FUNCTION, "Position( «max(notional)» > 1 )"},
        {Code.FUNCTION, "Position( «sqrt(notional, 2)» > 1 )"},
        {Code.FUNCTION, "Position( «abs()» > 1 )"},
        {Code.ARITHMETIC, "Position( max(«instrument», 1) > 1 )"},
        {Code.ARITHMETIC, "Account( «positionCount / openOrderCount» > 1 )"},
        {Code.ABSENT, "Position( min(«leverage», 2) > 1 )"},
        {Code.BRACKET, "Position( sqrt«(»notional > 1 )"},
        {Code.NESTING, "Position( " + "abs(".repeat(17) + "«1B»" + ")".repeat(17) + " > notional )"},
        {Code.CODE, "Position( «pow(notional, 2)» > 1 )"},
        {Code.NO_COMPARISON, "OpenOrder( «reduceOnly» )"},
        {Code.NO_COMPARISON, "OpenOrder( !«reduceOnly» )"},
        {Code.NO_COMPARISON, "Position( «1 == 1» )"},
        {Code.NO_COMPARISON, "Position( «true» )"},
        {Code.NO_COMPARISON, "Position( «$p == null» )"},
        {Code.PATTERN, "Position( instrument matches «\"(a+)+$\"» )"},
        {Code.PATTERN, "Position( instrument matches «\"[A-\"» )"},
        {Code.PATTERN, "Position( instrument matches «\".*.*.*.*X\"» )"},
        {Code.PATTERN, "Position( instrument matches «$l.instrument» )"},
        {Code.FOLD, "accumulate( Position( $x : notional ); $s : «median»($x) )"},
        {Code.FOLD, "accumulate( Position( $x : notional ); $s : sum($x «*» 2) )"},
        {Code.FOLD, "accumulate( Position( $x : instrument ); $s : sum(«$x») )"},
        {Code.FOLD, "accumulate( Position( $x : notional ); «$s : sum()» )"},
        {Code.AND_OR, "«Position( ) and Limit( )» or Account( )"},
        {Code.AND_OR, "Position( ) «||» Limit( )"},
        {Code.AND_OR, "Position( ) «&&» Limit( )"},
        {Code.ARITHMETIC, "Position( notional > «instrument» * 2 )"},
        {Code.ARITHMETIC, "Account( «positionCount * 2» > openOrderCount )"},
        {Code.ARITHMETIC, "Position( markAge > «$l.oldest» * 2 )"},
        {Code.NOT_UNDERSTOOD, "Position( notional > 1 && «<» 5 )"},
        {Code.NOT_UNDERSTOOD, "Position( 1 < notional «<» 5 )"},
        {Code.NOT_UNDERSTOOD, "Position( notional > «)»"},
        {Code.COMMA, "Position( notional > 1 «side» == \"LONG\" )"},
        {Code.BRACKET, "Position«{» notional > 1 }"},
        {
            Code.NESTING,
            "Position( " + "(".repeat(17) + "notional > 1".replace("notional", "«notional»") + ")".repeat(17) + " )"
        },
        {Code.OPERANDS_MANY, "Position( notional > 1" + " + 1".repeat(62) + " + «1» )"},
    };

    /** A mistake in the proposals of a margin rule that binds {@code $p}, {@code $n} and, from a table, {@code $l}. */
    private static final Object[][] PROPOSALS = {
        {Code.VERB, "margin.«inital»($p, $l.rate);"},
        {Code.VERB, "margin.«getClass»();"},
        {Code.PROPOSAL, "«decide».warn(\"no\");"},
        {Code.PROPOSAL, "«System».exit(0);"},
        {Code.PROPOSAL, "«$p».notional();"},
        {Code.PROPOSAL, "«java».lang.System.exit(0);"},
        {Code.ARGUMENTS, "«margin.initial($p)»;"},
        {Code.ARGUMENTS, "«margin.initial($p, $l.rate, $n)»;"},
        {Code.ARGUMENT, "margin.initial(«$l», $l.rate);"},
        {Code.ARGUMENT, "margin.initial($p, «$l.instrument»);"},
        {Code.ARGUMENT, "margin.initial($p, «\"0.1\"»);"},
        {Code.ARGUMENT, "margin.initial($p, «$l.oldest»);"},
        {Code.ARGUMENT, "margin.initial($p, «null»);"},
        {Code.ARGUMENT, "margin.addOn($p, $l.rate, «$l.rate»);"},
        {Code.ABSENT, "margin.initial($p, «$p.leverage»);"},
        {Code.ABSENT, "margin.initial($p, 1 - «$p.leverage» * $l.rate);"},
        {Code.FUNCTION, "margin.initial($p, «min($n)»);"},
        {Code.ARITHMETIC, "margin.initial($p, sqrt(«$l.instrument»));"},
        {Code.ARITHMETIC, "margin.initial($p, «1 / 2»);"},
        {Code.BARE_DECIMAL, "margin.initial($p, «0.1»);"},
        {Code.CODE, "margin.initial($p, «$n.multiply($n)»);"},
        {Code.CODE, "margin.initial($p, «new» java.math.BigDecimal(\"1\"));"},
        {Code.CODE, "margin.initial($p, «Math.max(1, 2)»);"},
        {Code.VARIABLE, "margin.initial($p, «$rate»);"},
        {Code.VARIABLE, "margin.initial($p, «rate»);"},
        {Code.FIELD, "margin.initial($p, $l.«rat»);"},
        {Code.FIELD_STAGE, "margin.initial($p, $p.«initialMargin»);"},
        {Code.ARITHMETIC, "margin.initial($p, $n * «$l.instrument»);"},
        {Code.ARITHMETIC, "margin.initial($p, «1 + 1»);"},
        {Code.ACTION, "«insert»( new Object() );"},
        {Code.ACTION, "«modify»( $p ) { }"},
        {Code.ACTION, "«if» ( true ) { margin.initial($p, $l.rate); }"},
        {Code.ACTION, "«while»(true){}"},
        {Code.ACTION, "«var» x = 1;"},
        {Code.ACTION, "«new» Thread();"},
        {Code.SEMICOLON, "margin.initial($p, $l.rate«)»"},
        {Code.SEMICOLON, "margin.initial($p, $l.rate); «;»"},
        {Code.KINDS, "margin.initial($p, «$n > 1»);"},
    };

    /** A mistake in a file as a whole: its stage, then its text. */
    private static final Object[][] FILES = {
        {Code.PACKAGE, "«»global io.plimsoll.rules.verbs.Margin margin"},
        {Code.PACKAGE, "package «plimsoll.guard»\nglobal io.plimsoll.rules.verbs.Margin margin"},
        {Code.PACKAGE, "package plimsoll.margin\npackage «plimsoll.margin»"},
        {Code.IMPORT, "package plimsoll.margin\nimport «java.io.File»"},
        {Code.IMPORT, "package plimsoll.margin\nimport «java.util.*»"},
        {Code.IMPORT, "package plimsoll.margin\n«import static java.lang.Math.max»"},
        {Code.IMPORT, "package plimsoll.margin\n«import function java.lang.Math.max»"},
        {Code.GLOBAL, "package plimsoll.margin\nglobal «io.plimsoll.rules.verbs.Guard guard»"},
        {Code.GLOBAL, "package plimsoll.margin\nglobal «java.util.List margin»"},
        {Code.DIALECT, "package plimsoll.margin\ndialect «\"java\"»"},
        {Code.STATEMENT, "package plimsoll.margin\n«function» void f() { System.exit(0); }"},
        {Code.STATEMENT, "package plimsoll.margin\n«query» q() Position( ) end"},
        {Code.STATEMENT, "package plimsoll.margin\n«unit» U;"},
        {Code.ATTRIBUTE, "package plimsoll.margin\n«salience» 10"},
        {Code.NOT_UNDERSTOOD, "package plimsoll.margin\n«hello» world"},
        {Code.COMMENT_OPEN, "package plimsoll.margin\n«/*» for ever"},
        {Code.TABLE_NAME, "package plimsoll.margin\ndeclare «bracket» rate : BigDecimal end"},
        {Code.TABLE_NAME, "package plimsoll.margin\ndeclare «Position» rate : BigDecimal end"},
        {Code.TABLE_NAME, "package plimsoll.margin\ndeclare «String» rate : BigDecimal end"},
        {Code.TABLE_NAME, "package plimsoll.margin\ndeclare «Thread» rate : BigDecimal end"},
        {Code.COLUMN_KIND, "package plimsoll.margin\ndeclare Limit rate : «double» end"},
        {Code.COLUMN_KIND, "package plimsoll.margin\ndeclare Limit rate : «Bigdecimal» end"},
        {Code.COLUMN_KIND, "package plimsoll.margin\ndeclare Limit rates : «List» end"},
        {Code.TABLE_FORM, "package plimsoll.margin\ndeclare Limit «extends» Bracket rate : BigDecimal end"},
        {Code.TABLE_FORM, "package plimsoll.margin\ndeclare Limit «@»role(event) rate : BigDecimal end"},
        {Code.TABLE_FORM, "package plimsoll.margin\ndeclare «enum» Colour RED; end"},
        {Code.TABLE_FORM, "package plimsoll.margin\ndeclare Limit rate : BigDecimal «=» 1 end"},
        {Code.TABLE_FORM, "package plimsoll.margin\ndeclare Limit rate : BigDecimal @«position»(1) end"},
        {Code.TABLE_FORM, "package plimsoll.margin\ndeclare «Limit» end"},
        {Code.TABLE_KEY, "package plimsoll.margin\ndeclare Limit rate : BigDecimal @«key» end"},
        {Code.TABLE_KEY, "package plimsoll.margin\ndeclare Limit asset : String @key other : String @«key» end"},
        {Code.COLUMN_TWICE, "package plimsoll.margin\ndeclare Limit rate : BigDecimal «rate» : String end"},
        {
            Code.TABLES_DIFFER,
            "package plimsoll.margin\ndeclare Limit rate : BigDecimal end declare «Limit» rate : Integer end"
        },
        {Code.COLUMN_NAME, "package plimsoll.margin\ndeclare Limit «class» : String end"},
        {Code.COLUMN_NAME, "package plimsoll.margin\ndeclare Limit «aRate» : BigDecimal end"},
        {Code.END_MISSING, "package plimsoll.margin\n«declare Limit» rate : BigDecimal"},
    };

    /** A mistake in a rule's head or frame; the text stands for a whole rule. */
    private static final Object[][] RULES = {
        {
            Code.RULE_NAME,
            "rule «\"requirement follows the bracket\"» @owner(\"o\") @source(\"s\") when Account( ) then BODY end"
        },
        {Code.RULE_NAME, "rule «\"MRG-010\"» @owner(\"o\") @source(\"s\") when Account( ) then BODY end"},
        {Code.RULE_NAME, "rule «\"mrg-010 says\"» @owner(\"o\") @source(\"s\") when Account( ) then BODY end"},
        {Code.RULE_NAME, "rule «\"MRG-010 \\\"says\\\"\"» @owner(\"o\") @source(\"s\") when Account( ) then BODY end"},
        {Code.OWNER, "rule «\"MRG-010 says so\"» @source(\"s\") when Account( ) then BODY end"},
        {Code.OWNER, "rule «\"MRG-010 says so\"» @owner(\" \") @source(\"s\") when Account( ) then BODY end"},
        {Code.SOURCE, "rule «\"MRG-010 says so\"» @owner(\"o\") when Account( ) then BODY end"},
        {
            Code.ANNOTATION,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") @«expires»(\"1h\") when Account( ) then BODY end"
        },
        {Code.ANNOTATION, "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «@All» when Account( ) then BODY end"},
        {
            Code.ANNOTATION,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") @«owner»(\"x\") when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «salience» 10 when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «no-loop» true when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «lock-on-active» when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" «agenda-group» \"x\" @owner(\"o\") @source(\"s\") when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «timer» (10) when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «date-effective» \"1-Jan-2026\" when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «enabled» false when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" @owner(\"o\") @source(\"s\") «dialect» \"java\" when Account( ) then BODY end"
        },
        {
            Code.ATTRIBUTE,
            "rule \"MRG-010 says so\" «extends» \"MRG-001 other\" @owner(\"o\") @source(\"s\") when Account( ) then BODY end"
        },
        {Code.NO_PROPOSAL, "«rule \"MRG-010 says so\"» @owner(\"o\") @source(\"s\") when Account( ) then end"},
        {Code.END_MISSING, "«rule \"MRG-010 says so\"» @owner(\"o\") @source(\"s\") when Account( ) then BODY"},
        {Code.END_MISSING, "«rule \"MRG-010 says so\"» @owner(\"o\") @source(\"s\") when Account( ) end"},
        {
            Code.CONSTRAINTS_MANY,
            "«rule \"MRG-010 says so\"» @owner(\"o\") @source(\"s\") when Position( " + "notional > 1, ".repeat(63)
                    + "notional > 1 ) then BODY end"
        },
    };

    @TestFactory
    Stream<DynamicTest> aMistakeInAConditionIsFoundWhereItStands() {
        return Stream.of(CONDITIONS).map(row -> {
            String rule = RulesFixture.rule(
                    "MRG-010 says so",
                    "$p : Position( $n : notional )\n    $l : Limit( instrument == $p.instrument )\n    " + row[1],
                    "margin.initial($p, $l.rate);");
            return found((Code) row[0], (String) row[1], inFile(rule));
        });
    }

    @TestFactory
    Stream<DynamicTest> aMistakeInAProposalIsFoundWhereItStands() {
        return Stream.of(PROPOSALS).map(row -> {
            String rule = RulesFixture.rule(
                    "MRG-010 says so",
                    "$p : Position( $n : notional )\n    $l : Limit( instrument == $p.instrument )",
                    (String) row[1]);
            return found((Code) row[0], (String) row[1], inFile(rule));
        });
    }

    @TestFactory
    Stream<DynamicTest> aMistakeInAFileIsFoundWhereItStands() {
        return Stream.of(FILES).map(row -> found((Code) row[0], (String) row[1], (String) row[1]));
    }

    @TestFactory
    Stream<DynamicTest> aMistakeInARuleIsFoundWhereItStands() {
        return Stream.of(RULES).map(row -> {
            String rule = ((String) row[1]).replace("BODY", "margin.closingCost($q, 1);");
            String bound = rule.replace("when Account( )", "when $q : Position( )")
                    .replace("when Position( ", "when $q : Position( ");
            return found((Code) row[0], (String) row[1], inFile(bound));
        });
    }

    private static String inFile(String rule) {
        return RulesFixture.file(Stage.MARGIN, """
                        declare Limit
                            instrument : String @key
                            rate : BigDecimal
                            oldest : Duration
                        end
                        """ + rule).text();
    }

    private static DynamicTest found(Code code, String name, String marked) {
        return DynamicTest.dynamicTest(code.id() + " " + name, () -> {
            // Given
            int start = marked.indexOf('«');
            int end = marked.indexOf('»') - 1;
            String text = marked.replace("«", "").replace("»", "");

            // When
            List<Finding> findings = RuleChecker.check(List.of(new RuleSource("margin/test.drl", text)))
                    .findings();

            // Then
            assertEquals(
                    List.of(code.id() + " at " + place(text, start) + " to " + place(text, end)),
                    findings.stream()
                            .map(finding -> finding.code() + " at " + finding.range() + " to "
                                    + finding.range().endLine() + ":"
                                    + finding.range().endColumn())
                            .toList(),
                    () -> findings.toString());
            assertEquals(
                    text.substring(start, end).lines().findFirst().orElse(""),
                    findings.getFirst().snippet());
        });
    }

    private static String place(String text, int offset) {
        String before = text.substring(0, offset);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (offset - before.lastIndexOf('\n'));
    }

    @Test
    void aCorrectFileHasNoFinding() {
        // Given
        String text = inFile("""
                // A comment with "end", 1.1 and eval( ).
                rule "MRG-010 says: end of when, then and rule"
                    @owner("market-risk") @source("Manual 4.2, \\"Tiers\\"")
                when
                    $p : Position( $i : instrument, $n : notional, leverage != null, leverage * 2 > 1.5B, mode == "CROSS" )
                    $l : Limit( instrument == $i, rate < $n, oldest >= $p.markAge )
                    ( Collateral( marketValue < 0 ) or not Accrual( kind in ( "FUNDING", "FEE" ) ) )
                    exists ( OpenOrder( reduceOnly == false, $o : instrument ) and Limit( instrument == $o ) )
                    accumulate( Position( $m : notional, instrument matches "BTC.*" ); $s : sum($m), $c : count(); $s > $l.rate * $c )
                then
                    margin.initial($p, $l.rate * (1 - 0.5B)); // 1 - 0.5B is exact
                    margin.addOn($p, $p.leverage, "end");
                end
                """);

        // When
        CheckedRules checked = RuleChecker.check(List.of(new RuleSource("margin/test.drl", text)));

        // Then
        assertEquals(
                List.of(), checked.findings().stream().filter(Finding::isError).toList());
        assertEquals(
                "says: end of when, then and rule", checked.rules().getFirst().says());
        assertEquals("Manual 4.2, \"Tiers\"", checked.rules().getFirst().source());
        assertEquals(14, checked.rules().getFirst().line());
    }

    @Test
    void allMistakesOfAllFilesAreFoundAtOnce() {
        // Given
        String broken = inFile(RulesFixture.rule(
                "MRG-010 says so",
                "Position( notionl > 1.1, mode == \"CROS\", leverage > 1 )",
                "margin.inital(1); insert(1);"));
        String other = inFile(RulesFixture.rule("MRG-010 says so", "Positon( )", "margin.initial($p, 1);"));

        // When
        List<Finding> findings = RuleChecker.check(
                        List.of(new RuleSource("margin/a.drl", broken), new RuleSource("margin/b.drl", other)))
                .findings();

        // Then
        assertEquals(
                List.of("403", "106", "406", "407", "502", "505", "302", "401", "408"),
                findings.stream().map(finding -> finding.code().substring(4)).toList());
        assertTrue(findings.stream().allMatch(finding -> "MRG-010".equals(finding.rule())));
    }

    @Test
    void aNearMissIsNamed() {
        // Given
        String text =
                inFile(RulesFixture.rule("MRG-010 says so", "$p : Position( notionl > 1 )", "margin.initial($p, 1);"));

        // When
        Finding finding = RuleChecker.check(List.of(new RuleSource("margin/a.drl", text)))
                .findings()
                .getFirst();

        // Then
        assertEquals("did you mean `notional`?", finding.hint());
    }

    @Test
    void aRuleWithoutConditionsIsRefused() {
        // Given
        RuleSource file =
                RulesFixture.file(Stage.GUARD, RulesFixture.rule("GRD-010 says so", "", "guard.hold(\"always\");"));

        // When
        CheckedRules checked = RuleChecker.check(List.of(file));

        // Then
        assertEquals(List.of(Code.NO_CONDITION.id()), codes(checked));
    }

    @Test
    void aFileOfNoStageIsRefused() {
        // When
        CheckedRules checked = RuleChecker.check(List.of(new RuleSource("elsewhere/a.drl", "package plimsoll.margin")));

        // Then
        assertEquals(List.of(Code.FOLDER.id()), codes(checked));
    }

    @Test
    void sizesAreLimited() {
        // Given
        String large = "package plimsoll.margin\n" + "//".repeat(131_072);
        Limits twoRules = new Limits(1_000_000, 2, 64, 16, 64);
        List<String> rules = new ArrayList<>();
        IntStream.range(0, 3)
                .forEach(i -> rules.add(
                        RulesFixture.rule("MRG-01" + i + " says so", "$p : Position( )", "margin.initial($p, 1);")));

        // When
        CheckedRules tooLarge = RuleChecker.check(List.of(new RuleSource("margin/a.drl", large)));
        CheckedRules tooMany =
                RuleChecker.check(List.of(new RuleSource("margin/a.drl", inFile(String.join("\n", rules)))), twoRules);

        // Then
        assertEquals(List.of(Code.FILE_SIZE.id()), codes(tooLarge));
        assertEquals(List.of(Code.RULES_MANY.id()), codes(tooMany));
    }

    @Test
    void aHostileFileIsRefusedInLittleTime() {
        for (String piece : List.of(
                "é ", "(", "not ", "not (", "accumulate( ", "-", "\"", "rule \"", "@a ", "{", "$x : ", "or ", "!")) {
            for (String before :
                    List.of("", "package plimsoll.margin rule \"MRG-010 a b\" when ", "rule \"a\" when Position( ")) {
                // Given
                RuleSource file = new RuleSource("margin/a.drl", before + piece.repeat(100_000 / piece.length()));

                // When
                CheckedRules checked = assertTimeout(Duration.ofSeconds(10), () -> RuleChecker.check(List.of(file)));

                // Then
                assertTrue(checked.hasErrors(), () -> before + piece);
                assertTrue(checked.findings().size() <= 500, () -> before + piece);
            }
        }
    }

    @Test
    void aPresenceTestOfWhatIsAlwaysThereIsAWarning() {
        // Given
        String text = inFile(
                RulesFixture.rule("MRG-010 says so", "$p : Position( notional != null )", "margin.initial($p, 1);"));

        // When
        CheckedRules checked = RuleChecker.check(List.of(new RuleSource("margin/a.drl", text)));

        // Then
        assertEquals(Severity.WARNING, checked.findings().getFirst().severity());
        assertEquals(1, checked.engineTexts().size());
    }

    @Test
    void aLimitWithinARuleIsAWarningAndZeroAndOneAreNone() {
        // Given
        String text = inFile(RulesFixture.rule(
                "MRG-010 says so",
                "$p : Position( notional > 0, size > 1, quantity > 1.0B,\n        price > 2, entryPrice > 0.1B )",
                "margin.initial($p, 1 - 0.5B);"));

        // When
        CheckedRules checked = RuleChecker.check(List.of(new RuleSource("margin/a.drl", text)));

        // Then
        assertEquals(
                List.of("warning 2", "warning 0.1B", "warning 0.5B"),
                checked.findings().stream()
                        .filter(finding -> finding.code().equals(Code.NUMBER.id()))
                        .map(finding -> finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.snippet())
                        .toList());
        assertEquals(1, checked.engineTexts().size());
    }

    private static List<String> codes(CheckedRules checked) {
        return checked.findings().stream().map(Finding::code).toList();
    }
}
