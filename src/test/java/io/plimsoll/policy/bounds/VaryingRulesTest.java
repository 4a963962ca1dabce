package io.plimsoll.policy.bounds;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.RandomStage;
import io.plimsoll.rules.interval.Domain;
import io.plimsoll.rules.interval.Node;
import io.plimsoll.rules.interval.Reckoning;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.rules.model.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs made at random may propose somewhere in a range is all that they propose at any place in it. */
class VaryingRulesTest {

    private static final long SEED = 20_261_123;
    private static final int PROGRAMS = Integer.getInteger("plimsoll.programs", 15);
    private static final int ACCOUNTS = 8;
    private static final int PLACES = 4;
    private static final long SECOND = 1_000_000_000L;

    private int known;
    private int asked;

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"GUARD", "COLLATERAL", "MARGIN"})
    void whatIsProposedAtAPlaceMayBeProposedAroundIt(Stage stage) {
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            RandomStage program = new RandomStage(seed, stage, 25);
            VaryingRules rules = VaryingRules.of(program.rules(), program.rows());
            Random random = new Random(seed);
            for (int i = 0; i < ACCOUNTS; i++) {
                tryOn(stage, program, rules, program.view(), random);
            }
        }
        assertTrue(known > asked / 2, known + " of " + asked + " answers are known");
    }

    private void tryOn(Stage stage, RandomStage program, VaryingRules rules, View view, Random random) {
        Sheet sheet = new Sheet();
        Variables variables;
        try {
            variables = new Variables(view.snapshot(), sheet);
        } catch (CannotBound e) {
            return; // positions in one instrument have different marks
        }
        var guard = new GuardFormulas(sheet, variables, view.snapshot(), new Holds());
        List<Object> facts = new VaryingFacts(sheet, variables, view.snapshot().markets())
                .of(stage, rules.types(stage), at(view, view.snapshot(), view.evaluatedAt()), guard.atMarks(), null);
        Suggestions suggestions = rules.of(stage, facts, rules.rows(FactsOf.keys(view.snapshot())), sheet);
        List<Node> wanted = new ArrayList<>();
        suggestions.all().forEach(suggested -> wanted.add(suggested.when()));
        suggestions.failures().forEach(failure -> wanted.add(failure.when()));
        Reckoning reckoning = new Reckoning(sheet, wanted);
        double radius = Math.exp(-random.nextInt(12));
        long span = (long) (200 * SECOND * random.nextDouble());
        reckoning.in(around(view, variables, sheet, radius, span));
        for (int i = 0; i < PLACES; i++) {
            View there = place(view, variables, radius, span, random);
            compare(suggestions, reckoning, program.book().propose(stage, there), there);
        }
    }

    private void compare(Suggestions suggestions, Reckoning reckoning, Proposals there, View view) {
        Map<String, List<Proposal>> made = there.all().stream()
                .collect(Collectors.groupingBy(
                        Proposed::rule, Collectors.mapping(Proposed::proposal, Collectors.toList())));
        Map<String, List<Suggested>> said = suggestions.all().stream()
                .collect(Collectors.groupingBy(suggested -> suggested.rule().id()));
        Set<String> mayFail = mayFail(suggestions, reckoning);
        for (HoldReason failure : there.failures()) {
            assertTrue(
                    mayFail.stream().anyMatch(rule -> failure.detail().contains(rule)),
                    () -> "not known to fail: " + failure + "\n" + view);
        }
        made.keySet().forEach(rule -> assertTrue(said.containsKey(rule), () -> rule + " proposes out of nowhere"));
        said.forEach((rule, all) -> {
            List<Proposal> proposals = made.getOrDefault(rule, List.of());
            long most = all.stream()
                    .filter(one -> reckoning.of(one.when()) != Truth.FALSE)
                    .count();
            long least = all.stream()
                    .filter(one -> reckoning.of(one.when()) == Truth.TRUE)
                    .count();
            asked++;
            known += most == least ? 1 : 0;
            String text = all.getFirst().rule().info().text();
            assertTrue(proposals.size() <= most, () -> proposals.size() + " of " + most + "\n" + text + "\n" + view);
            if (!mayFail.contains(rule)) {
                assertTrue(
                        proposals.size() >= least, () -> proposals.size() + " of " + least + "\n" + text + "\n" + view);
                all.stream()
                        .filter(one -> one.proposal() != null && reckoning.of(one.when()) == Truth.TRUE)
                        .forEach(one -> assertTrue(
                                texts(proposals).contains(text(one.proposal())),
                                () -> one.proposal() + " is not among " + proposals));
            }
        });
    }

    /** Whether what varies is in a verb's range is asked by the stage. */
    private static Set<String> mayFail(Suggestions suggestions, Reckoning reckoning) {
        return Stream.concat(
                        suggestions.failures().stream()
                                .filter(possible -> reckoning.of(possible.when()) != Truth.FALSE)
                                .map(Suggestions.Failure::rule),
                        suggestions.all().stream()
                                .filter(one -> one.proposal() == null && reckoning.of(one.when()) != Truth.FALSE)
                                .map(Suggested::rule))
                .map(Rule::id)
                .collect(Collectors.toSet());
    }

    private static List<String> texts(List<Proposal> proposals) {
        return proposals.stream().map(VaryingRulesTest::text).toList();
    }

    /** Without the zeros at the end of decimals, which mean nothing. */
    private static String text(Proposal proposal) {
        return proposal.toString()
                .replaceAll("(?<![\\d.])0E-\\d+", "0")
                .replaceAll("(\\.\\d*?)0+(?!\\d)", "$1")
                .replaceAll("\\.(?=\\D)", "");
    }

    private static Domain around(View view, Variables variables, Sheet sheet, double radius, long span) {
        Domain domain = Domain.everywhere(sheet.lines(), sheet.frees(), sheet.times());
        long now = nanos(view.evaluatedAt());
        domain.timeLow()[variables.clock()] = now;
        domain.timeHigh()[variables.clock()] = now + span;
        for (Variables.Instrument instrument : variables.instruments()) {
            double price = instrument.mark().price().doubleValue();
            domain.lineLow()[instrument.line()] = Math.nextDown(price * (1 - radius / 2));
            domain.lineHigh()[instrument.line()] = Math.nextUp(price * (1 + radius / 2));
            BigDecimal index = instrument.mark().indexPrice();
            if (index != null) {
                double ratio = index.doubleValue() / price;
                domain.freeLow()[instrument.basis()] = ratio * (1 - radius / 2) * (1 - 1e-12);
                domain.freeHigh()[instrument.basis()] = ratio * (1 + radius / 2) * (1 + 1e-12);
            }
            long age = now - nanos(instrument.mark().time());
            domain.timeLow()[instrument.age()] = age - span;
            domain.timeHigh()[instrument.age()] = age + span;
        }
        return domain;
    }

    private static View place(View view, Variables variables, double radius, long span, Random random) {
        AccountSnapshot snapshot = view.snapshot();
        Instant now = view.evaluatedAt().plusNanos((long) (span * random.nextDouble()));
        for (Variables.Instrument instrument : variables.instruments()) {
            Mark mark = instrument.mark();
            BigDecimal price = moved(mark.price(), radius, random);
            BigDecimal index = mark.indexPrice() == null
                    ? null
                    : moved(mark.indexPrice(), radius, random).multiply(price).divide(mark.price(), Decimals.QUOTIENT);
            long age = nanos(view.evaluatedAt()) - nanos(mark.time()) + (long) (span * (2 * random.nextDouble() - 1));
            snapshot = snapshot.withMark(instrument.name(), new Mark(price, index, now.minusNanos(age)));
        }
        return at(view, snapshot, now);
    }

    private static BigDecimal moved(BigDecimal price, double radius, Random random) {
        double part = random.nextInt(3) == 0 ? 0 : random.nextDouble() - 0.5;
        return price.multiply(BigDecimal.valueOf(1 + radius * part));
    }

    private static View at(View view, AccountSnapshot snapshot, Instant now) {
        List<PricedPosition> positions = snapshot.positions().stream()
                .map((Position position) ->
                        new PricedPosition(position, position.mark().price(), PriceSource.MARK))
                .toList();
        return new View(snapshot, now, positions, null, Map.of(), null, null, null, view.calendars());
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano();
    }
}
