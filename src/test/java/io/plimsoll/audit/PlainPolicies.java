package io.plimsoll.audit;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Policies;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One policy version, {@code plain} 1, for every snapshot. */
public final class PlainPolicies implements Policies {

    private final Policy plain;

    public PlainPolicies() {
        this(new Rounding(2, 2, 6));
    }

    /** The same, but that it rounds in another way. */
    public PlainPolicies(Rounding rounding) {
        this.plain = new Policy(
                new PolicyId("plain", 1, "sha256:plain"),
                rounding,
                MaintenanceConvention.values()[0],
                List.of(),
                new PlainRules());
    }

    @Override
    public Policy choose(AccountSnapshot snapshot, @Nullable String pack, Instant at) throws NoPolicyFits {
        if (pack != null && !pack.equals("plain")) {
            throw new NoPolicyFits("pack `" + pack + "` is unknown or not active");
        }
        return plain;
    }
}
