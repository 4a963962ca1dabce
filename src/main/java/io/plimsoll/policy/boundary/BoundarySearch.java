package io.plimsoll.policy.boundary;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.boundary.Boundary.Point;
import io.plimsoll.policy.coverage.Seen;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks for accounts at the limits of rules: takes a case in which a rule compares something, and moves one quantity of it until both sides
 * are equal, then by a tick to either side. Every step is an evaluation, so what is found has been seen.
 */
final class BoundarySearch {
    private static final int DRAFTS_MAX = 8;
    private static final int PLACES_MAX = 3;
    private static final int STEPS_MAX = 24;
    private static final int SCALE_MAX = 8;

    private static final Map<String, String> LIST_OF_COUNT =
            Map.of("openOrderCount", "openOrders", "positionCount", "positions");

    private final Candidate pack;
    private final PlainRules rules;
    private final List<Draft> drafts;

    BoundarySearch(Candidate pack) {
        this.pack = pack;
        this.rules = PlainRules.of(pack.rules());
        this.drafts = pack.suites().stream()
                .flatMap(suite -> suite.scenarios().stream().map(scenario -> Draft.of(suite, scenario)))
                .toList();
    }

    List<Rule> rules() {
        return rules.rules();
    }

    /** @param first a draft to begin with, so that one rule's limits share a base where they can */
    Optional<Boundary> limit(Rule rule, Test.Comparison limit, Optional<Draft> first) {
        Distance distance = new Distance(limit);
        List<Start> starts = new ArrayList<>();
        for (Draft draft : drafts) {
            Policy policy = policy(draft, distance);
            List<BigDecimal> here = distances(draft, draft.document(), policy, distance);
            IntStream.range(0, Math.min(here.size(), PLACES_MAX))
                    .forEach(place -> starts.add(new Start(draft, policy, place, here.get(place))));
        }
        return starts.stream()
                .sorted(Comparator.comparing((Start start) -> !first.equals(Optional.of(start.draft())))
                        .thenComparing(start -> !start.draft().scenario().name().contains(rule.id()))
                        .thenComparing(start -> start.distance().abs()))
                .limit(DRAFTS_MAX)
                .flatMap(start -> Knob.of(start.draft().document()).stream()
                        .map(knob -> new Walk(start, knob, distance).boundary(rule, limit)))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> count(rule, limit, starts, distance));
    }

    /** A count is moved by leaving items out; there is nothing below none of them. */
    private Optional<Boundary> count(Rule rule, Test.Comparison limit, List<Start> starts, Distance distance) {
        if (!(limit.left() instanceof Value.Read read) || !LIST_OF_COUNT.containsKey(read.field())) {
            return Optional.empty();
        }
        String list = LIST_OF_COUNT.get(read.field());
        return starts.stream()
                .filter(start -> start.distance().signum() > 0)
                .map(start -> {
                    Point at = shortened(start.draft(), list, "at", 0);
                    Point above = shortened(start.draft(), list, "just above", 1);
                    boolean hit = isHit(start, at, distance, 0) && isHit(start, above, distance, 1);
                    return hit ? new Boundary(rule, limit, start.draft(), List.of(at, above)) : null;
                })
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Point shortened(Draft draft, String list, String words, int size) {
        ObjectNode document = draft.document().deepCopy();
        ArrayNode items = (ArrayNode) document.get("snapshot").get(list);
        while (items.size() > size) {
            items.remove(items.size() - 1);
        }
        ObjectNode change = Json.object();
        change.set("/" + list, items);
        return new Point(words, document, change);
    }

    private static boolean isHit(Start start, Point point, Distance distance, int sign) {
        List<BigDecimal> found = distances(start.draft(), point.document(), start.policy(), distance);
        return start.place() < found.size() && found.get(start.place()).signum() == sign;
    }

    /** An account that lacks what the test asks for, made from one that has it. */
    Optional<Boundary> absence(Rule rule, Test.Presence presence, Optional<Draft> first) {
        if (!(presence.of() instanceof Value.Read read)) {
            return Optional.empty();
        }
        return drafts.stream()
                .sorted(Comparator.comparing((Draft draft) -> !first.equals(Optional.of(draft)))
                        .thenComparing(draft -> !draft.scenario().name().contains(rule.id())))
                .flatMap(draft -> without(draft, read.field()).stream()
                        .filter(point -> isAbsentOnlyThere(draft, point, presence))
                        .map(point -> new Boundary(rule, presence, draft, List.of(point))))
                .findFirst();
    }

    private boolean isAbsentOnlyThere(Draft draft, Point point, Test.Presence presence) {
        Seen before = new Seen();
        Seen after = new Seen();
        draft.given(draft.document()).ifPresent(given -> evaluate(given, policy(draft, before)));
        draft.given(point.document()).ifPresent(given -> evaluate(given, policy(draft, after)));
        return presence.wanted()
                ? before.hasHeld(presence) && after.hasFailed(presence)
                : before.hasFailed(presence) && after.hasHeld(presence);
    }

    /** The draft without whatever makes the field: an index, the leverage, or the positions that a ratio needs. */
    private static Optional<Point> without(Draft draft, String field) {
        ObjectNode document = draft.document().deepCopy();
        ObjectNode change = Json.object();
        ObjectNode snapshot = (ObjectNode) document.get("snapshot");
        switch (field) {
            case "marginRatio" -> {
                snapshot.putArray("positions");
                snapshot.putArray("openOrders");
                change.putArray("/positions");
                change.putArray("/openOrders");
            }
            case "indexDeviation", "indexPrice" -> remove(snapshot, "indexPrice", change);
            case "leverage" -> remove(snapshot, "leverage", change);
            default -> {
                return Optional.empty();
            }
        }
        return change.isEmpty() ? Optional.empty() : Optional.of(new Point("absent", document, change));
    }

    private static void remove(ObjectNode snapshot, String field, ObjectNode change) {
        for (int i = 0; i < snapshot.path("positions").size(); i++) {
            ObjectNode position = (ObjectNode) snapshot.get("positions").get(i);
            if (position.remove(field) != null) {
                change.set("/positions/" + i, position);
            }
        }
    }

    private Policy policy(Draft draft, Observer observer) {
        return pack.scenarioPolicy(
                rules.observedBy(observer), pack.tablesWith(draft.suite().tables()));
    }

    private static void evaluate(Case given, Policy policy) {
        DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    private static List<BigDecimal> distances(Draft draft, ObjectNode document, Policy policy, Distance distance) {
        draft.given(document).ifPresent(given -> evaluate(given, policy));
        return distance.taken();
    }

    /**
     * Where a search begins.
     *
     * @param place which of the times that the comparison is asked is watched
     */
    private record Start(Draft draft, Policy policy, int place, BigDecimal distance) {}

    /** One quantity moved until the distance is zero. */
    private final class Walk {
        private final Start start;
        private final Knob knob;
        private final Distance distance;

        Walk(Start start, Knob knob, Distance distance) {
            this.start = start;
            this.knob = knob;
            this.distance = distance;
        }

        Optional<Boundary> boundary(Rule rule, Test.Comparison limit) {
            return zero().flatMap(at -> {
                Optional<BigDecimal> one = beside(at, 1);
                Optional<BigDecimal> other = beside(at, -1);
                if (one.isEmpty() || other.isEmpty()) {
                    return Optional.empty();
                }
                int signOfOne = distanceAt(one.get()).orElse(BigDecimal.ZERO).signum();
                int signOfOther =
                        distanceAt(other.get()).orElse(BigDecimal.ZERO).signum();
                if (signOfOne * signOfOther >= 0) {
                    return Optional.empty();
                }
                BigDecimal below = signOfOne < 0 ? one.get() : other.get();
                BigDecimal above = signOfOne < 0 ? other.get() : one.get();
                return Optional.of(new Boundary(
                        rule,
                        limit,
                        start.draft(),
                        List.of(point("just below", below), point("at", at), point("just above", above))));
            });
        }

        /** A value at which both sides are equal, with as few places as it can have. */
        private Optional<BigDecimal> zero() {
            BigDecimal x0 = knob.value(start.draft().document());
            BigDecimal d0 = start.distance();
            BigDecimal x1 = x0.add(
                    knob.isTime()
                            ? BigDecimal.valueOf(1_000)
                            : x0.abs().max(BigDecimal.ONE).movePointLeft(2));
            Optional<BigDecimal> moved = distanceAt(x1);
            for (int i = 0; i < STEPS_MAX && d0.signum() != 0 && moved.isPresent(); i++) {
                BigDecimal d1 = moved.get();
                if (d1.signum() == 0) {
                    return Optional.of(shortened(x1));
                }
                BigDecimal slope = d1.subtract(d0);
                if (slope.signum() == 0) {
                    return Optional.empty();
                }
                BigDecimal next =
                        x1.subtract(d1.multiply(x1.subtract(x0)).divide(slope, scale(), RoundingMode.HALF_EVEN));
                if (next.compareTo(x1) == 0) {
                    return Optional.empty();
                }
                x0 = x1;
                d0 = d1;
                x1 = next;
                moved = distanceAt(x1);
            }
            return d0.signum() == 0 ? Optional.of(x0) : Optional.empty();
        }

        private BigDecimal shortened(BigDecimal exact) {
            for (int places = 0; places < scale(); places++) {
                BigDecimal shorter = exact.setScale(places, RoundingMode.HALF_EVEN);
                if (distanceAt(shorter).filter(found -> found.signum() == 0).isPresent()) {
                    return shorter;
                }
            }
            return exact;
        }

        /** The nearest value in a direction that is not at the limit, a tick away if that is enough. */
        private Optional<BigDecimal> beside(BigDecimal at, int direction) {
            int places = knob.isTime() ? 0 : Math.max(2, at.stripTrailingZeros().scale());
            for (int scale = places; scale >= -4; scale--) {
                BigDecimal step = BigDecimal.ONE.movePointLeft(scale).multiply(BigDecimal.valueOf(direction));
                BigDecimal beside = at.add(step);
                if (distanceAt(beside).filter(found -> found.signum() != 0).isPresent()) {
                    return Optional.of(nearest(at, beside, BigDecimal.ONE.movePointLeft(places)));
                }
            }
            return Optional.empty();
        }

        /** Halves the way between a value at the limit and one that is not, down to a tick. */
        private BigDecimal nearest(BigDecimal at, BigDecimal beside, BigDecimal tick) {
            BigDecimal inside = at;
            BigDecimal outside = beside;
            while (outside.subtract(inside).abs().compareTo(tick) > 0) {
                BigDecimal middle =
                        inside.add(outside).divide(BigDecimal.TWO, Math.max(0, tick.scale()), RoundingMode.HALF_EVEN);
                if (middle.compareTo(inside) == 0 || middle.compareTo(outside) == 0) {
                    break;
                }
                if (distanceAt(middle).filter(found -> found.signum() != 0).isPresent()) {
                    outside = middle;
                } else {
                    inside = middle;
                }
            }
            return outside;
        }

        private int scale() {
            return knob.isTime() ? 0 : SCALE_MAX;
        }

        /** Empty if no such account can be, or if the comparison is not asked of it. */
        private Optional<BigDecimal> distanceAt(BigDecimal value) {
            if (value.precision() - value.scale() > 20) {
                return Optional.empty();
            }
            ObjectNode document = knob.with(start.draft().document(), value);
            List<BigDecimal> found = distances(start.draft(), document, start.policy(), distance);
            return start.place() < found.size() ? Optional.of(found.get(start.place())) : Optional.empty();
        }

        private Point point(String words, BigDecimal value) {
            ObjectNode document = knob.with(start.draft().document(), value);
            ObjectNode change = Json.object();
            if (knob.pointer().startsWith("/snapshot/")) {
                change.put(knob.pointer().substring("/snapshot".length()), knob.text(value));
            }
            return new Point(words, document, change);
        }
    }
}
