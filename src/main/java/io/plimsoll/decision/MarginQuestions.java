package io.plimsoll.decision;

import static io.plimsoll.decision.PositionRequirements.aboutAccount;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.TermsAt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the margin rules again at other prices or quantities. What they say there explains no decision and so leaves no trail; but where
 * they fail, prices and sizes are not to be relied on, and the decision is held.
 */
final class MarginQuestions implements TermsAt {

    /** Positions in all questions to rules that look at several at once; a hundred positions take about this many. */
    private static final long ASKED_WITH_OTHERS_MAX = 200_000;

    private final View view;
    private final Policy policy;
    private final Trail trail;
    private long askedWithOthers;
    private boolean failed;

    MarginQuestions(View view, Policy policy, Trail trail) {
        this.view = view;
        this.policy = policy;
        this.trail = trail;
    }

    /** True if an answer failed, so that nothing that was found with the answers is to be relied on. */
    boolean failed() {
        return failed;
    }

    @Override
    public Map<PositionId, PositionTerms> ask(List<PricedPosition> positions) {
        return PositionRequirements.of(propose(positions), positions, Combine.UNNOTED)
                .terms();
    }

    @Override
    public boolean dependOnOthers() {
        return policy.rules().traits().looksAcrossPositions();
    }

    @Override
    public Optional<MarginAccount> at(MarginAccount account, List<PricedPosition> positions) {
        List<PricedPosition> all = withThoseElsewhere(account, positions);
        askedWithOthers += all.size();
        if (askedWithOthers > ASKED_WITH_OTHERS_MAX) {
            fail(new HoldReason(
                    HoldReason.Code.LIMIT_REACHED,
                    "margin rules that look at several positions at once cannot be asked often enough for "
                            + account.positions().size() + " positions"));
            return Optional.empty();
        }
        Proposals proposals = propose(all);
        PositionRequirements required = PositionRequirements.of(proposals, positions, Combine.UNNOTED);
        if (!account.id().equals(MarginAccountId.CROSS)) {
            return account.under(required.terms(), account.addOn(), positions);
        }
        BigDecimal addOn = Combine.sum(aboutAccount(proposals.of(AddOn.class)), AddOn::amount, Combine.UNNOTED);
        return account.withPortfolio(portfolio(account, proposals, positions))
                .under(required.terms(), addOn, positions);
    }

    /** What has been valued for the same scenarios is not valued again. */
    private PortfolioMargin portfolio(MarginAccount account, Proposals proposals, List<PricedPosition> positions) {
        View there = view.withPositions(positions);
        if (PortfolioTerms.terms(there, proposals, Combine.UNNOTED)
                .equals(account.portfolio().terms())) {
            return account.portfolio();
        }
        Trail unknown = Trail.ofHolds();
        PortfolioMargin portfolio = PortfolioTerms.of(there, proposals, Combine.UNNOTED, unknown);
        unknown.holds().forEach(this::fail);
        return portfolio;
    }

    private Proposals propose(List<PricedPosition> positions) {
        Proposals proposals = policy.rules().propose(Stage.MARGIN, view.withPositions(positions));
        proposals.failures().forEach(this::fail);
        return proposals;
    }

    private void fail(HoldReason reason) {
        failed = true;
        trail.hold(reason);
    }

    /** The positions together with those of other margin accounts, which have the price that is asked about where it is of their instrument. */
    private List<PricedPosition> withThoseElsewhere(MarginAccount account, List<PricedPosition> positions) {
        List<PricedPosition> all = new ArrayList<>(positions);
        for (PricedPosition other : view.positions()) {
            if (!MarginAccountId.of(other.id()).equals(account.id())) {
                all.add(positions.stream()
                        .filter(moved ->
                                moved.id().instrument().equals(other.id().instrument()))
                        .findFirst()
                        .map(moved ->
                                new PricedPosition(other.position(), moved.price(), other.source(), other.conversion()))
                        .orElse(other));
            }
        }
        return all;
    }
}
