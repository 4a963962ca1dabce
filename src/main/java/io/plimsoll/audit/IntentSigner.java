package io.plimsoll.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.ClosureIntent;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.IntentChange;
import io.plimsoll.decision.IntentChange.Ended;
import io.plimsoll.decision.IntentValidity;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.wire.ClosureIntentJson;
import io.plimsoll.wire.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Issues and revokes closure intents under this instance's key. */
@ApplicationScoped
public class IntentSigner {

    private final IntentValidity validity;
    private final Duration clockSkew;
    private final SigningKey key;

    /** @throws SigningKey.SigningKeyUnusable if the key can neither be read nor made */
    @Inject
    IntentSigner(ClosureConfig config) {
        this.validity = new IntentValidity(config.validity(), config.validityMax());
        this.clockSkew = config.clockSkew();
        this.key = SigningKey.at(config.keyFile());
    }

    /** Made with the service, so that a key or a validity that cannot be used ends its start and not its first closure. */
    void start(@Observes StartupEvent event) {}

    /** What a decision does to its account's intents, signed. */
    SignedIntentChange sign(AccountSnapshot snapshot, Decision decision, Standing from) {
        IntentChange change = IntentChange.of(decision, from.openIntent(), validity);
        ClosureIntent issued = change.issued();
        Ended ended = change.ended();
        ObjectNode document = issued == null ? null : ClosureIntentJson.write(issued);
        return new SignedIntentChange(
                issued,
                issued == null ? List.of() : snapshot.positions(),
                document == null ? null : key.sign(SignedKind.INTENT, Json.text(document)),
                issued == null || issued.open().legs().isEmpty()
                        ? null
                        : issued.expiresAt().plus(clockSkew.multipliedBy(2)),
                ended,
                ended == null || !ended.end().isRevoked()
                        ? null
                        : key.sign(SignedKind.REVOCATION, Json.text(ClosureIntentJson.revocation(ended, decision))),
                key.keyId(),
                key.publicJwk());
    }

    /** The public half of the key that signs now, as a JWK. */
    String publicJwk() {
        return key.publicJwk();
    }
}
