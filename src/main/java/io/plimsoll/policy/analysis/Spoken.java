package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Because;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.MarginProposal.InitialRequirement;
import io.plimsoll.decision.MarginProposal.MaintenanceRequirement;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.MarginProposal.PositionProposal;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.ThresholdProposal.ExtendCall;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What rules say about one asset, position or order, whatever the numbers.
 *
 * @param verb name of the proposal, such as {@code Maintenance}; one for every form of a requirement
 * @param about the asset, position, order or account that it is about
 */
record Spoken(String verb, String about) implements Comparable<Spoken> {
    private static final Set<String> NEEDED = Set.of("Haircut", "Maintenance", "Initial", "OrderInitial");

    /** The collateral and margin proposals of a reading, and the time that is granted to an open call. */
    static Set<Spoken> in(Reading reading) {
        return reading.decision().because().stream()
                .map(because -> of(because.proposed().proposal()))
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Optional<Spoken> of(Proposal proposal) {
        String verb = switch (proposal) {
            case InitialRequirement initial -> "Initial";
            case MaintenanceRequirement maintenance -> "Maintenance";
            default -> proposal.getClass().getSimpleName();
        };
        return switch (proposal) {
            case CollateralProposal collateral -> Optional.of(new Spoken(verb, collateral.asset()));
            case PositionProposal position ->
                Optional.of(new Spoken(
                        verb,
                        position.position() == null
                                ? "the account"
                                : position.position().toString()));
            case ExtendCall extension -> Optional.of(new Spoken(verb, "the open call"));
            case OrderInitial order -> Optional.of(new Spoken(verb, order.orderId()));
            default -> Optional.empty();
        };
    }

    /** Rules that said this in a reading. */
    Set<String> rules(Reading reading) {
        Set<String> rules = new TreeSet<>();
        for (Because because : reading.decision().because()) {
            if (of(because.proposed().proposal()).filter(this::equals).isPresent()) {
                rules.add(because.proposed().rule());
            }
        }
        return rules;
    }

    /** The stage at which it is said. */
    Stage stage() {
        return switch (verb) {
            case "ExtendCall" -> Stage.THRESHOLD;
            case "Haircut",
                    "HaircutAbove",
                    "ValueCap",
                    "LoanToValue",
                    "Conversion",
                    "Exclude",
                    "Accept",
                    "SmallestUnit" -> Stage.COLLATERAL;
            default -> Stage.MARGIN;
        };
    }

    /** True for what must be said of each asset, position and order, so that its lack below the first band is a gap too. */
    boolean isNeeded() {
        return NEEDED.contains(verb);
    }

    @Override
    public int compareTo(Spoken other) {
        int byVerb = verb.compareTo(other.verb);
        return byVerb != 0 ? byVerb : about.compareTo(other.about);
    }
}
