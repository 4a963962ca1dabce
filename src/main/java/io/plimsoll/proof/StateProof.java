package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.util.Optional;
import java.util.Set;

/**
 * What an account's holder is given: the last sealed decision on the account, with nothing but how the account stands shown, and how the account was counted in
 * the last commitment of all accounts, which may rest on the decision before.
 */
public final class StateProof {

    /** The member with the proof of the decision. */
    public static final String SEALED = "sealed";

    private static final Set<String> SHOWN = Set.of(
            "decision.accountId",
            "decision.decisionId",
            "decision.snapshotSequence",
            "decision.asOf",
            "decision.policy",
            "decision.outcome",
            "decision.figures",
            "decision.collateral",
            "decision.positions");

    private StateProof() {}

    /** True for a field of a row that says how the account stands; the others are withheld. */
    public static boolean isShown(String field) {
        return SHOWN.contains(field);
    }

    /** What a proof shows. */
    public sealed interface Checked {

        /**
         * The account was sealed so, and counted so.
         *
         * @param counted empty if no commitment counts the account yet
         */
        record Shown(DecisionProof.Checked.Sealed sealed, Optional<AccountState.Checked.Counted> counted)
                implements Checked {}

        /** It shows nothing; the reason says why. */
        record NotShown(String reason) implements Checked {}
    }

    /** Checks the proof of an account by itself, with nothing but public keys that are trusted. */
    public static Checked check(String proof, PublicKeys keys, String accountId) {
        try {
            ObjectNode rest = (ObjectNode) Json.parse(proof);
            JsonNode sealed = rest.remove(SEALED);
            return switch (DecisionProof.check(sealed == null ? Json.object() : sealed, keys)) {
                case DecisionProof.Checked.NotShown not -> new Checked.NotShown("its decision: " + not.reason());
                case DecisionProof.Checked.Sealed shown
                when !isOf(shown.row().at("/decision/accountId"), accountId) ->
                    new Checked.NotShown("it is the proof of another account");
                case DecisionProof.Checked.Sealed shown
                when rest.isEmpty() -> new Checked.Shown(shown, Optional.empty());
                case DecisionProof.Checked.Sealed shown -> counted(rest, keys, accountId, shown);
            };
        } catch (SnapshotFaults e) {
            return new Checked.NotShown("not a JSON object");
        }
    }

    private static Checked counted(
            JsonNode proof, PublicKeys keys, String accountId, DecisionProof.Checked.Sealed sealed) {
        return switch (AccountState.check(proof, keys)) {
            case AccountState.Checked.NotShown not -> new Checked.NotShown("its count: " + not.reason());
            case AccountState.Checked.Counted counted
            when !isOf(counted.state().path("accountId"), accountId) ->
                new Checked.NotShown("it is the count of another account");
            case AccountState.Checked.Counted counted -> new Checked.Shown(sealed, Optional.of(counted));
        };
    }

    private static boolean isOf(JsonNode found, String accountId) {
        return found.isTextual() && found.textValue().equals(accountId);
    }
}
