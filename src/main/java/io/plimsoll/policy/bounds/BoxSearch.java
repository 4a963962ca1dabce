package io.plimsoll.policy.bounds;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.rules.interval.Domain;
import io.plimsoll.rules.interval.Domain.Kind;
import io.plimsoll.rules.interval.Moment;
import io.plimsoll.rules.interval.VaryingRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the widest box. First times, by the instants and ages at which a question that is not known would be; then ratios of index to
 * mark; then prices, all by one fraction of themselves, then farther down and farther up. What is kept has been proven, so a search that
 * stops early costs width and nothing else.
 */
final class BoxSearch {

    private static final long SECOND = 1_000_000_000L;

    /** No account stands still for longer. */
    private static final long LONGEST = 366L * 24 * 3600 * SECOND;

    private static final double RADIUS_MAX = 0.5;
    private static final double DOWN_MAX = 0.999;
    private static final double UP_MAX = 4;
    private static final double BASIS_MAX = 0.5;
    private static final int TURNS_MAX = 40;

    private final AccountFormulas formulas;
    private final AccountFormulas.Standing centre;
    private final List<Variables.Instrument> instruments;
    private final long now;
    private final Domain box;
    private final double[] low;
    private final double[] high;
    private AccountFormulas.Standing last;
    private @Nullable Kind moved;
    private int reckonings = 1;

    private BoxSearch(AccountFormulas formulas, long now) {
        this.formulas = formulas;
        this.now = now;
        this.instruments = formulas.variables().instruments();
        this.low = new double[instruments.size()];
        this.high = new double[instruments.size()];
        this.box = Domain.everywhere(
                formulas.sheet().lines(),
                formulas.sheet().frees(),
                formulas.sheet().times());
        standStill();
        this.centre = formulas.in(box);
        this.last = centre;
        formulas.reckoning().startHere();
    }

    static OutcomeBounds of(Case given, OutcomeAlone due, Policy policy, VaryingRules rules) {
        OptionalLong now = Moment.nanos(given.evaluatedAt());
        Map<MarginAccountId, Outcome> outcomes = new HashMap<>();
        for (MarginAccountDecision account : due.marginAccounts()) {
            outcomes.put(account.id(), account.outcome());
        }
        try {
            if (now.isEmpty()) {
                throw new CannotBound("the instant");
            }
            AccountFormulas formulas = new AccountFormulas(given, policy, rules, outcomes);
            BoxSearch search = new BoxSearch(formulas, now.getAsLong());
            search.requireCentre(due.outcome(), outcomes);
            search.widen(lastOf(policy.calendars(), given.evaluatedAt()));
            return search.found();
        } catch (CannotBound e) {
            return OutcomeBounds.open(given.evaluatedAt(), String.valueOf(e.getMessage()));
        }
    }

    /** Every variable at the place where the account stands; marks may be as young as they are or new. */
    private void standStill() {
        box.timeLow()[formulas.variables().clock()] = now;
        box.timeHigh()[formulas.variables().clock()] = now;
        for (int i = 0; i < instruments.size(); i++) {
            Variables.Instrument instrument = instruments.get(i);
            double price = instrument.mark().price().doubleValue();
            setPrice(i, Math.nextDown(price), Math.nextUp(price));
            BigDecimal index = instrument.mark().indexPrice();
            if (index != null) {
                setBasis(instrument, ratio(index, instrument), ratio(index, instrument));
            }
            long age = now - Moment.nanos(instrument.mark().time()).orElse(now);
            box.timeLow()[instrument.age()] = Math.min(age, 0);
            box.timeHigh()[instrument.age()] = age;
        }
    }

    private static double ratio(BigDecimal index, Variables.Instrument instrument) {
        return index.doubleValue() / instrument.mark().price().doubleValue();
    }

    private void setPrice(int i, double from, double to) {
        Variables.Instrument instrument = instruments.get(i);
        low[i] = from;
        high[i] = to;
        box.lineLow()[instrument.line()] = instrument.inverse() ? Math.nextDown(1 / to) : from;
        box.lineHigh()[instrument.line()] = instrument.inverse() ? Math.nextUp(1 / from) : to;
    }

    /** A few roundings beyond the ratio, so that the exact ratio of two prices lies within. */
    private void setBasis(Variables.Instrument instrument, double from, double to) {
        box.freeLow()[instrument.basis()] = from * (1 - 0x1p-50);
        box.freeHigh()[instrument.basis()] = to * (1 + 0x1p-50);
    }

    private void requireCentre(Outcome outcome, Map<MarginAccountId, Outcome> outcomes) throws CannotBound {
        switch (centre) {
            case AccountFormulas.Standing.Open open -> throw new CannotBound(open.because());
            case AccountFormulas.Standing.Known known -> {
                List<MarginAccountId> accounts = formulas.accounts();
                boolean same = known.held() == (outcome == Outcome.HOLD) && accounts.size() == outcomes.size();
                for (int i = 0; same && i < accounts.size(); i++) {
                    same = known.answers().get(i).outcome() == outcomes.get(accounts.get(i));
                }
                if (!same) {
                    throw new CannotBound("the formulas, which do not give the decision that was made");
                }
            }
        }
    }

    /** @param moving the kind of variables whose ranges may have changed since the last time it was asked about */
    private boolean isGood(Kind moving) {
        reckonings++;
        last = moving == moved ? formulas.in(box, moving) : formulas.in(box);
        moved = moving;
        return last.equals(centre);
    }

    private void widen(long lastOfCalendars) {
        widenAges();
        widenTime(Math.min(lastOfCalendars, now + LONGEST));
        if (instruments.stream().anyMatch(instrument -> instrument.basis() >= 0)) {
            setBasis(widest(BASIS_MAX, 0, this::basisWithin));
        }
        if (!instruments.isEmpty()) {
            double radius = widest(RADIUS_MAX, 0, r -> pricesWithin(r, r));
            double down = widest(DOWN_MAX, radius, r -> pricesWithin(r, radius));
            double up = widest(UP_MAX, radius, r -> pricesWithin(down, r));
            setPrices(down, up);
        }
    }

    private boolean pricesWithin(double down, double up) {
        setPrices(down, up);
        return isGood(Kind.LINES);
    }

    private void setPrices(double down, double up) {
        for (int i = 0; i < instruments.size(); i++) {
            double price = instruments.get(i).mark().price().doubleValue();
            setPrice(i, Math.nextDown(price) * (1 - down), Math.nextUp(price) * (1 + up));
        }
    }

    private boolean basisWithin(double radius) {
        setBasis(radius);
        return isGood(Kind.FREES);
    }

    private void setBasis(double radius) {
        for (Variables.Instrument instrument : instruments) {
            BigDecimal index = instrument.mark().indexPrice();
            if (index != null) {
                double ratio = ratio(index, instrument);
                setBasis(instrument, ratio * (1 - radius), ratio * (1 + radius));
            }
        }
    }

    private double widest(double most, double least, DoublePredicate isGood) {
        return new RadiusSearch(isGood, this::partKnown).widest(most, least);
    }

    /** The part of a radius that is not good which is likely to be: a little less than where the question that spoilt it is known again. */
    private double partKnown() {
        return last instanceof AccountFormulas.Standing.Open open
                ? formulas.reckoning().partKnown(open.about()) * (1 - 1e-3)
                : 0;
    }

    private void widenAges() {
        long[] ages = new long[instruments.size()];
        for (int i = 0; i < ages.length; i++) {
            ages[i] = box.timeHigh()[instruments.get(i).age()];
            box.timeHigh()[instruments.get(i).age()] = Long.MAX_VALUE;
        }
        boolean good = isGood(Kind.TIMES);
        for (int tries = 0; !good && tries < TURNS_MAX && stepDown(ages); tries++) {
            good = isGood(Kind.TIMES);
        }
        for (int i = 0; !good && i < ages.length; i++) {
            box.timeHigh()[instruments.get(i).age()] = ages[i];
        }
        long[] youngest = box.timeLow().clone();
        for (Variables.Instrument instrument : instruments) {
            box.timeLow()[instrument.age()] = Math.min(box.timeLow()[instrument.age()], -SECOND);
        }
        if (!isGood(Kind.TIMES)) {
            System.arraycopy(youngest, 0, box.timeLow(), 0, youngest.length);
        }
    }

    /** Takes every greatest age to the next one below at which a question turns; false if there is none. */
    private boolean stepDown(long[] least) {
        boolean stepped = false;
        for (int i = 0; i < least.length; i++) {
            int age = instruments.get(i).age();
            Long turn = formulas.reckoning().turns(age).lower(box.timeHigh()[age]);
            if (turn != null && turn >= least[i]) {
                box.timeHigh()[age] = turn;
                stepped = true;
            }
        }
        return stepped;
    }

    private void widenTime(long last) {
        int clock = formulas.variables().clock();
        box.timeHigh()[clock] = Math.max(last, now);
        if (isGood(Kind.TIMES)) {
            return;
        }
        NavigableSet<Long> turns = new TreeSet<>(formulas.reckoning().turns(clock));
        List<Long> rising = new ArrayList<>(turns);
        int good = -1;
        int bad = rising.size();
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            box.timeHigh()[clock] = rising.get(middle);
            if (isGood(Kind.TIMES)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        box.timeHigh()[clock] = good < 0 ? now : rising.get(good);
    }

    /** The last instant up to which every calendar says what it says now. */
    private static long lastOf(List<BusinessCalendar> calendars, Instant now) {
        Instant last = Instant.MAX;
        for (BusinessCalendar calendar : calendars) {
            Instant cutOff = calendar.nextCutOff(now);
            last = earlier(last, earlier(cutOff.minus(calendar.notice()), cutOff.minusNanos(1)));
            for (BusinessCalendar.Window window : calendar.maintenance()) {
                last = earlier(last, window.from().isAfter(now) ? window.from().minusNanos(1) : last);
                last = earlier(last, window.to().isAfter(now) ? window.to().minusNanos(1) : last);
            }
            last = earlier(last, lastOfDays(calendar, now));
        }
        return Moment.nanos(last).orElse(Long.MAX_VALUE);
    }

    private static Instant lastOfDays(BusinessCalendar calendar, Instant now) {
        LocalDate date = now.atZone(calendar.zone()).toLocalDate();
        LocalDate next = date.plusDays(1);
        while (calendar.isBusinessDay(next) == calendar.isBusinessDay(date) && next.isBefore(date.plusDays(7))) {
            next = next.plusDays(1);
        }
        return next.atStartOfDay(calendar.zone()).toInstant().minusNanos(1);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private OutcomeBounds found() {
        List<OutcomeBounds.Instrument> found = new ArrayList<>();
        long youngest = Long.MIN_VALUE;
        for (int i = 0; i < instruments.size(); i++) {
            Variables.Instrument instrument = instruments.get(i);
            boolean hasIndex = instrument.basis() >= 0;
            found.add(new OutcomeBounds.Instrument(
                    instrument.name(),
                    low[i],
                    high[i],
                    hasIndex ? box.freeLow()[instrument.basis()] : 0,
                    hasIndex ? box.freeHigh()[instrument.basis()] : Double.POSITIVE_INFINITY,
                    box.timeHigh()[instrument.age()]));
            youngest = Math.max(youngest, box.timeLow()[instrument.age()]);
        }
        return new OutcomeBounds(
                found, youngest, box.timeHigh()[formulas.variables().clock()], null, reckonings);
    }
}
