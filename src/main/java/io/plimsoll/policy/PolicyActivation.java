package io.plimsoll.policy;

import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.wire.Json;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One attempt to bring a pack into force, as the registry keeps it. */
@Entity
@Table(name = "policy_activation")
public class PolicyActivation extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "activation_id")
    public @Nullable Long id;

    public String pack;

    @Enumerated(EnumType.STRING)
    public State state;

    public @Nullable Integer version;

    public @Nullable String hash;

    @Column(name = "attempted_at")
    public Instant attemptedAt;

    @Column(name = "took_ms")
    public long tookMs;

    @Enumerated(EnumType.STRING)
    public Cause cause;

    /** The process that made the attempt. */
    public String instance;

    public int cases;

    @Column(name = "cases_failed")
    public int casesFailed;

    /** JSON array. */
    public String findings;

    public @Nullable String detail;

    static PolicyActivation of(Attempt attempt, String instance) {
        PolicyActivation row = new PolicyActivation();
        row.pack = attempt.pack();
        row.state = attempt.state();
        row.version = attempt.version();
        row.hash = attempt.hash();
        row.attemptedAt = attempt.at();
        row.tookMs = attempt.took().toMillis();
        row.cause = attempt.cause();
        row.instance = instance;
        row.cases = attempt.cases();
        row.casesFailed = attempt.casesFailed();
        row.findings = Json.text(PolicyJson.findings(attempt.findings()));
        row.detail = attempt.detail();
        return row;
    }
}
