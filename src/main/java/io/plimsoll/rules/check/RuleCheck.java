package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.Test;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Understands one rule. */
final class RuleCheck {

    private static final Pattern NAME = Pattern.compile("([A-Z]{2,6}-[0-9]{1,5}) (\\S.{0,198}\\S)");

    private final SourceText text;
    private final FindingsOfFile findings;
    private final Vocabulary vocabulary;
    private final Limits limits;
    private final Map<String, RuleInfo> known;

    private final Map<String, List<EngineText.Join>> joins = new HashMap<>();
    private final List<Rule> understood = new ArrayList<>();

    /** @param known the rules of all files so far, by id */
    RuleCheck(
            SourceText text,
            FindingsOfFile findings,
            Vocabulary vocabulary,
            Limits limits,
            Map<String, RuleInfo> known) {
        this.text = text;
        this.findings = findings;
        this.vocabulary = vocabulary;
        this.limits = limits;
        this.known = known;
    }

    /** How the patterns of each rule join, by rule id. */
    Map<String, List<EngineText.Join>> joins() {
        return joins;
    }

    /** The rules in which nothing was found wrong. */
    List<Rule> understood() {
        return understood;
    }

    /** Tells the engine what the rule says; what the rule looks at is the result. */
    List<EngineText.Reading> check(Tree.Rule rule, EngineWriter engine) {
        RuleInfo info = head(rule);
        findings.in(info.id());
        remember(rule, info);
        engine.at(text.line(rule.head().start())).add("rule \"" + info.id() + "\" when");
        ConditionCheck conditions = new ConditionCheck(findings, vocabulary);
        Scope scope = new Scope();
        rule.lost().forEach(name -> scope.bind(Variable.unknown(name, 0)));
        List<Condition> when = new ArrayList<>();
        for (Tree.Condition condition : rule.when()) {
            ConditionCheck.Understood said = conditions.condition(condition, scope);
            engine.at(text.line(condition.span().start())).add(said.engine());
            said.model().ifPresent(when::add);
        }
        engine.add("then");
        List<Test.Comparison> last = new Rule(info, when, List.of()).askedLast();
        if (!last.isEmpty()) {
            engine.add(last.stream()
                    .map(test -> EngineCalls.of(test, vocabulary))
                    .collect(Collectors.joining(" && ", "if ( ", " ) {")));
        }
        CallCheck calls = new CallCheck(findings, vocabulary, scope);
        List<Call> then = new ArrayList<>();
        for (Tree.Call call : rule.then()) {
            CallCheck.Understood said = calls.call(call);
            engine.at(text.line(call.span().start())).add(said.engine());
            said.model().ifPresent(then::add);
        }
        if (!last.isEmpty()) {
            engine.add("}");
        }
        engine.at(text.line(rule.whole().end())).add("end");
        size(rule, conditions.constraints(), "constraints");
        size(rule, rule.then().size(), "proposals");
        size(rule, ways(rule.when()), "ways to choose a branch of each `or`");
        joins.put(info.id(), conditions.joins());
        if (when.size() == rule.when().size() && then.size() == rule.then().size()) {
            Rule whole = new Rule(info, when, then);
            KeyCheck.check(whole, findings, text, vocabulary);
            understood.add(whole);
        }
        findings.in(null);
        return conditions.readings();
    }

    private RuleInfo head(Tree.Rule rule) {
        Matcher name = NAME.matcher(rule.name().text());
        boolean named = name.matches()
                && !rule.name().text().contains("\"")
                && !rule.name().text().contains("\\");
        if (!named) {
            findings.error(
                    Code.RULE_NAME,
                    rule.name().span(),
                    "a rule's name is an id and a sentence",
                    "write `rule \"MRG-010 requirement follows the bracket\"`",
                    idInCapitals(rule.name()));
        }
        String[] words = rule.name().text().split(" ", 2);
        annotations(rule);
        return new RuleInfo(
                words[0],
                words.length > 1 ? words[1].strip() : "",
                vocabulary.stage(),
                value(rule, "owner").orElse(""),
                value(rule, "source").orElse(""),
                text.path(),
                text.line(rule.name().span().start()),
                text.slice(rule.whole()));
    }

    private Fix[] idInCapitals(Token name) {
        String[] words = name.text().split(" ", 2);
        String right = words[0].toUpperCase(Locale.ROOT) + (words.length > 1 ? " " + words[1] : "");
        boolean mended = !right.equals(name.text()) && NAME.matcher(right).matches() && !right.contains("\"");
        return mended ? new Fix[] {findings.write(name.span(), ExpressionCheck.quoted(right))} : new Fix[0];
    }

    private void annotations(Tree.Rule rule) {
        if (rule.annotations().isEmpty()) {
            findings.error(
                    Code.OWNER,
                    rule.name().span(),
                    "the rule has neither `@owner` nor `@source`",
                    "write `@owner(\"market-risk\") @source(\"Manual 4.2\")` behind its name: who answers for it, and where"
                            + " it comes from");
            return;
        }
        require(rule, "owner", Code.OWNER, "who answers for the rule");
        require(rule, "source", Code.SOURCE, "where the rule comes from, such as a manual and its section");
        for (Tree.Annotation annotation : rule.annotations()) {
            String name = annotation.name().text();
            boolean first = rule.annotations().stream()
                    .filter(other -> other.name().text().equals(name))
                    .findFirst()
                    .equals(Optional.of(annotation));
            if (!name.equals("owner") && !name.equals("source")) {
                findings.error(
                        Code.ANNOTATION,
                        annotation.name().span(),
                        "there is no annotation `@" + name + "`",
                        Similar.hintOrList(name, List.of("owner", "source")));
            } else if (!first) {
                findings.error(
                        Code.ANNOTATION, annotation.name().span(), "`@" + name + "` is given twice", "delete one");
            }
        }
    }

    private void require(Tree.Rule rule, String name, Code code, String meaning) {
        Optional<String> value = value(rule, name);
        if (value.isEmpty() || value.get().isBlank()) {
            findings.error(
                    code,
                    rule.name().span(),
                    "the rule has no `@" + name + "`",
                    "write `@" + name + "(\"...\")`: " + meaning);
        }
    }

    private static Optional<String> value(Tree.Rule rule, String name) {
        return rule.annotations().stream()
                .filter(annotation -> annotation.name().text().equals(name))
                .map(annotation -> annotation.value().text().strip())
                .findFirst();
    }

    private void remember(Tree.Rule rule, RuleInfo info) {
        RuleInfo other = known.putIfAbsent(info.id(), info);
        if (other != null) {
            findings.error(
                    Code.RULE_ID_TWICE,
                    rule.name().span(),
                    "the id `" + info.id() + "` is used already in " + other.file() + " line " + other.line(),
                    "give the rule an id of its own");
        }
        if (known.size() == limits.rulesMax() + 1 && other == null) {
            findings.error(
                    Code.RULES_MANY,
                    rule.name().span(),
                    "there may be at most " + limits.rulesMax() + " rules",
                    "split the pack");
        }
    }

    /** The engine writes a rule anew for each combination of branches, so their number doubles with each {@code or}; no more than an int has. */
    private static int ways(List<Tree.Condition> all) {
        long ways = 1;
        for (Tree.Condition condition : all) {
            ways = Math.min(Integer.MAX_VALUE, ways * ways(condition));
        }
        return (int) ways;
    }

    private static long ways(Tree.Condition condition) {
        return switch (condition) {
            case Tree.Pattern ignored -> 1;
            case Tree.Not not -> ways(not.inner());
            case Tree.Exists exists -> ways(exists.inner());
            case Tree.Accumulate accumulate -> ways(accumulate.of());
            case Tree.And and -> ways(and.all());
            case Tree.Or or -> or.branches().stream().mapToLong(RuleCheck::ways).sum();
        };
    }

    private void size(Tree.Rule rule, int found, String what) {
        if (found > limits.constraintsMax()) {
            findings.error(
                    Code.CONSTRAINTS_MANY,
                    rule.head(),
                    "a rule may have at most " + limits.constraintsMax() + " " + what + ", this has " + found,
                    "split the rule");
        }
    }
}
