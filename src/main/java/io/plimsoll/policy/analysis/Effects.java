package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Because;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.LoanToValue;
import io.plimsoll.decision.CollateralProposal.ValueCap;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.GuardProposal;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.ProtocolFee;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.Initial;
import io.plimsoll.decision.MarginProposal.InitialAmount;
import io.plimsoll.decision.MarginProposal.InitialByLeverage;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.MarginProposal.MaintenanceAmount;
import io.plimsoll.decision.MarginProposal.MaintenanceByLeverage;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.decision.ThresholdProposal.CallMinimum;
import io.plimsoll.decision.ThresholdProposal.CallStep;
import io.plimsoll.decision.ThresholdProposal.CallToEquity;
import io.plimsoll.decision.ThresholdProposal.CallToEquityBy;
import io.plimsoll.decision.ThresholdProposal.CallToRatio;
import io.plimsoll.decision.ThresholdProposal.CallToRatioBy;
import io.plimsoll.decision.ThresholdProposal.ExtendCall;
import io.plimsoll.decision.ThresholdProposal.ExtendCallTo;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import io.plimsoll.rules.model.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules that never decide anything: whenever one fires, another asks for as much or more of the same. */
final class Effects {
    /** Accounts for which a rule is left out, to see that nothing changes. */
    private static final int CONFIRMED_MAX = 100;

    private final Trial trial;
    private final Places places;
    private final Found found;
    private final Map<String, Fired> fired = new TreeMap<>();

    /** What is known of a rule: how often it fired, whether another always asked for as much, and which those were. */
    private static final class Fired {
        private int times;
        private boolean everAlone;
        private final Set<String> rivals = new TreeSet<>();
        private final List<Shown> shown = new ArrayList<>();
        private final Set<String> courses = new TreeSet<>();
    }

    Effects(Trial trial, Places places, Found found) {
        this.trial = trial;
        this.places = places;
        this.found = found;
    }

    void judge(List<Track> tracks) {
        for (Track track : tracks) {
            track.readings().forEach(reading -> take(reading, track));
        }
        for (Rule rule : trial.rules()) {
            Fired of = fired.get(rule.id());
            if (of != null && !of.everAlone && of.shown.stream().noneMatch(shown -> matters(rule.id(), shown))) {
                shadowed(rule, of);
            }
        }
    }

    private void take(Reading reading, Track track) {
        Map<String, List<Because>> byRule = new HashMap<>();
        reading.decision()
                .because()
                .forEach(because -> byRule.computeIfAbsent(because.proposed().rule(), any -> new ArrayList<>())
                        .add(because));
        byRule.forEach((rule, proposals) -> {
            Fired of = fired.computeIfAbsent(rule, any -> new Fired());
            of.times++;
            if (of.everAlone) {
                return;
            }
            for (Because because : proposals) {
                List<String> rivals = rivals(because, reading.decision());
                of.everAlone |= rivals.isEmpty();
                of.rivals.addAll(rivals.stream().limit(1).toList());
            }
            if (of.shown.size() < CONFIRMED_MAX && of.courses.add(reading.signature())) {
                String at = track.driver().name() + " " + reading.at().toPlainString();
                of.shown.add(new Shown(at, reading.given(), reading.decision()));
            }
        });
    }

    /** Rules that ask for as much or more of the same, the mildest first. */
    private static List<String> rivals(Because because, Decision decision) {
        return decision.because().stream()
                .filter(other ->
                        !other.proposed().rule().equals(because.proposed().rule())
                                && Objects.equals(other.marginAccount(), because.marginAccount())
                                && covers(other, because, decision))
                .sorted(Comparator.comparing(
                                (Because other) -> strictness(other.proposed().proposal()))
                        .thenComparing(other -> other.proposed().rule()))
                .map(other -> other.proposed().rule())
                .distinct()
                .toList();
    }

    private static Outcome strictness(Proposal proposal) {
        return proposal instanceof ThresholdProposal threshold ? threshold.outcome() : Outcome.HEALTHY;
    }

    private static boolean covers(Because by, Because because, Decision decision) {
        Proposal other = by.proposed().proposal();
        return switch (because.proposed().proposal()) {
            case ThresholdProposal mine
            when other instanceof ThresholdProposal theirs ->
                coversOutcome(theirs, mine, because.marginAccount(), decision);
            case Haircut mine
            when other instanceof Haircut theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.rate(), mine.rate());
            case HaircutAbove mine
            when other instanceof HaircutAbove theirs ->
                mine.asset().equals(theirs.asset())
                        && atLeast(theirs.rate(), mine.rate())
                        && atLeast(mine.floor(), theirs.floor());
            case Conversion mine
            when other instanceof Conversion theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.rate(), mine.rate());
            case ValueCap mine
            when other instanceof ValueCap theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(mine.value(), theirs.value());
            case LoanToValue mine
            when other instanceof LoanToValue theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(mine.rate(), theirs.rate());
            case DebtMargin mine
            when other instanceof DebtMargin theirs ->
                mine.asset().equals(theirs.asset())
                        && atLeast(theirs.initialRate(), mine.initialRate())
                        && atLeast(theirs.maintenanceRate(), mine.maintenanceRate());
            case Accept mine
            when other instanceof Accept theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.step(), mine.step());
            case Initial mine
            when other instanceof Initial theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.rate(), mine.rate());
            case Maintenance mine
            when other instanceof Maintenance theirs ->
                mine.position().equals(theirs.position())
                        && atLeast(theirs.rate(), mine.rate())
                        && atLeast(mine.deduction(), theirs.deduction());
            case InitialAmount mine
            when other instanceof InitialAmount theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.amount(), mine.amount());
            case MaintenanceAmount mine
            when other instanceof MaintenanceAmount theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.amount(), mine.amount());
            case InitialByLeverage mine
            when other instanceof InitialByLeverage theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.leverage(), theirs.leverage());
            case MaintenanceByLeverage mine
            when other instanceof MaintenanceByLeverage theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.leverage(), theirs.leverage());
            case Multiply mine
            when other instanceof Multiply theirs ->
                (theirs.position() == null || theirs.position().equals(mine.position()))
                        && atLeast(theirs.factor(), mine.factor());
            case OrderInitial mine
            when other instanceof OrderInitial theirs ->
                mine.orderId().equals(theirs.orderId()) && atLeast(theirs.rate(), mine.rate());
            case ClosingCost mine
            when other instanceof ClosingCost theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.rate(), mine.rate());
            case Repay mine
            when other instanceof Repay theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.closeFactor(), mine.closeFactor());
            case Seize mine
            when other instanceof Seize theirs ->
                mine.asset().equals(theirs.asset())
                        && atLeast(mine.order(), theirs.order())
                        && atLeast(theirs.bonus(), mine.bonus());
            case ProtocolFee mine
            when other instanceof ProtocolFee theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.share(), mine.share());
            case Lot mine
            when other instanceof Lot theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.size(), mine.size());
            case Route mine
            when other instanceof Route theirs ->
                mine.position().equals(theirs.position()) && theirs.method().compareTo(mine.method()) >= 0;
            case ReduceToRatio mine
            when other instanceof ReduceToRatio theirs -> atLeast(theirs.target(), mine.target());
            case ReduceToInitial mine
            when other instanceof ReduceToInitial theirs -> atLeast(theirs.multiple(), mine.multiple());
            case ReduceToRatio mine
            when other instanceof ReduceToInitial theirs ->
                atLeast(
                        theirs.multiple().multiply(initial(because.marginAccount(), decision)),
                        mine.target().multiply(maintenance(because.marginAccount(), decision)));
            case ReduceToInitial mine
            when other instanceof ReduceToRatio theirs ->
                atLeast(
                        theirs.target().multiply(maintenance(because.marginAccount(), decision)),
                        mine.multiple().multiply(initial(because.marginAccount(), decision)));
            case ReduceByFraction mine
            when other instanceof ReduceByFraction theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.fraction(), mine.fraction());
            case ReduceToNotional mine
            when other instanceof ReduceToNotional theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.cap(), theirs.cap());
            case UsePrice mine
            when other instanceof UsePrice theirs ->
                mine.position().equals(theirs.position()) && mine.source() == theirs.source();
            case GuardProposal.Hold mine -> other instanceof GuardProposal.Hold;
            case CollateralProposal.Exclude mine
            when other instanceof CollateralProposal.Exclude theirs ->
                mine.asset().equals(theirs.asset());
            default -> false;
        };
    }

    private static boolean coversOutcome(
            ThresholdProposal theirs, ThresholdProposal mine, @Nullable MarginAccountId account, Decision decision) {
        if (mine.outcome() == Outcome.HEALTHY) {
            return coversTerms(theirs, mine);
        }
        boolean isCall = mine.outcome() == Outcome.MARGIN_CALL;
        if (theirs.outcome() == Outcome.MARGIN_CALL && !asks(theirs, account, decision)) {
            return false;
        }
        if (isCall && theirs.outcome() == Outcome.MARGIN_CALL) {
            return atLeast(target(theirs, account, decision), target(mine, account, decision))
                    && !dueBy(theirs, decision).isAfter(dueBy(mine, decision));
        }
        return isCall ? theirs.outcome().closesPositions() : theirs.outcome().compareTo(mine.outcome()) >= 0;
    }

    /** What asks for no outcome: the terms of a call. */
    private static boolean coversTerms(ThresholdProposal theirs, ThresholdProposal mine) {
        return switch (mine) {
            case ExtendCall extend
            when theirs instanceof ExtendCall other -> other.cure().compareTo(extend.cure()) >= 0;
            case ExtendCallTo extend
            when theirs instanceof ExtendCallTo other -> !other.dueBy().isBefore(extend.dueBy());
            case CallMinimum minimum
            when theirs instanceof CallMinimum other -> atLeast(other.amount(), minimum.amount());
            case CallStep step when theirs instanceof CallStep other -> atLeast(other.step(), step.step());
            default -> false;
        };
    }

    private static boolean asks(ThresholdProposal call, @Nullable MarginAccountId account, Decision decision) {
        return account(account, decision).figures().equity().compareTo(target(call, account, decision)) < 0;
    }

    private static BigDecimal target(ThresholdProposal call, @Nullable MarginAccountId account, Decision decision) {
        return switch (call) {
            case CallToRatio within -> within.targetRatio().multiply(maintenance(account, decision));
            case CallToRatioBy by -> by.targetRatio().multiply(maintenance(account, decision));
            case CallToEquity within -> within.equity();
            case CallToEquityBy by -> by.equity();
            default -> BigDecimal.ZERO;
        };
    }

    private static Instant dueBy(ThresholdProposal call, Decision decision) {
        return switch (call) {
            case CallToRatio within -> decision.evaluatedAt().plus(within.cure());
            case CallToRatioBy by -> by.dueBy();
            case CallToEquity within -> decision.evaluatedAt().plus(within.cure());
            case CallToEquityBy by -> by.dueBy();
            default -> decision.evaluatedAt();
        };
    }

    private static BigDecimal maintenance(@Nullable MarginAccountId account, Decision decision) {
        return account(account, decision).figures().maintenanceMargin();
    }

    private static BigDecimal initial(@Nullable MarginAccountId account, Decision decision) {
        return account(account, decision).figures().initialMargin();
    }

    private static MarginAccountDecision account(@Nullable MarginAccountId account, Decision decision) {
        return decision.marginAccounts().stream()
                .filter(one -> one.id().equals(account))
                .findFirst()
                .orElse(decision.marginAccounts().getFirst());
    }

    private static boolean atLeast(BigDecimal value, BigDecimal than) {
        return value.compareTo(than) >= 0;
    }

    private boolean matters(String rule, Shown shown) {
        return !Meant.of(trial.without(rule, shown.given())).equals(Meant.of(shown.decision()));
    }

    private void shadowed(Rule rule, Fired of) {
        List<Place> concerned = new ArrayList<>();
        concerned.add(places.ofRule(rule.id()));
        of.rivals.forEach(other -> concerned.add(places.ofRule(other)));
        Shown mildest = of.shown.stream()
                .min(Comparator.comparing(shown -> shown.decision().outcome()))
                .orElseThrow();
        found.add(
                Kind.SHADOWED,
                rule.id(),
                rule.id(),
                "%s decides nothing: on each of the %d accounts on which it fires, %s asks for as much or more"
                        .formatted(rule.id(), of.times, String.join(" or ", of.rivals)),
                concerned,
                List.of(mildest));
    }
}
