package io.plimsoll.auction;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Parameters that venues have published, to start from and to test against. */
public final class PublishedAuctions {

    /** Maker's collateral auctions, ETH-B at the launch of Liquidations 2.0 (2021-04): Clipper with a stairstep price. */
    public static final DutchAuction MAKER_ETH_B = new DutchAuction(
            new BigDecimal("1.3"),
            new PriceCurve.Stairstep(new BigDecimal("0.99"), Duration.ofSeconds(90)),
            Duration.ofSeconds(8_400),
            new BigDecimal("0.4"));

    /** Most DAI of debt in ETH-B auctions at one time, of the same launch. */
    public static final AuctionLimit MAKER_ETH_B_HOLE = new AuctionLimit(new BigDecimal("8000000"));

    /** Least share of the last oracle price at which ETH-B auctions go on, of the same launch. */
    public static final PriceBreaker MAKER_ETH_B_BREAKER = new PriceBreaker(new BigDecimal("0.5"));

    /** Derive's auctions of solvent portfolios (protocol documentation): 95 % to 70 % of the mark in 15 minutes, then to nothing in 12 hours. */
    public static final DutchAuction DERIVE_SOLVENT = new DutchAuction(
            BigDecimal.ONE,
            new PriceCurve.Phases(List.of(
                    new PriceCurve.Phase(Duration.ofSeconds(900), new BigDecimal("0.95"), new BigDecimal("0.70")),
                    new PriceCurve.Phase(Duration.ofSeconds(43_200), new BigDecimal("0.70"), BigDecimal.ZERO))),
            Duration.ofSeconds(44_100),
            BigDecimal.ZERO);

    private PublishedAuctions() {}
}
