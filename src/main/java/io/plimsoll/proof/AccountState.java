package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignatureVerifier;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an account stood when all accounts were committed to. Its leaf is salted, so that nobody learns anything of others, and the leaves stand in
 * the order of their hashes, so that a place tells nothing either.
 */
public final class AccountState {

    private AccountState() {}

    /**
     * What is committed to: who it is, the decision it stands by, figures, balance and positions.
     *
     * @param position of the decision in the log
     */
    public static ObjectNode of(long position, JsonNode decision) {
        ObjectNode state = Json.object();
        for (String field : List.of("accountId", "decisionId", "snapshotSequence", "asOf", "outcome")) {
            state.set(field, decision.path(field));
        }
        state.put("position", position);
        state.set("figures", decision.path("figures"));
        var balance = state.putArray("balance");
        decision.path("collateral").forEach(asset -> copy(asset, balance.addObject(), List.of("asset", "quantity")));
        var positions = state.putArray("positions");
        decision.path("positions")
                .forEach(held -> copy(
                        held, positions.addObject(), List.of("instrument", "side", "mode", "quantity", "notional")));
        return state;
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> fields) {
        fields.forEach(field -> to.set(field, from.path(field)));
    }

    /** The salt of an account, from that of the whole. */
    public static Hash salt(Hash salt, String accountId) {
        return salt.keyed(accountId);
    }

    public static Hash leaf(Hash accountSalt, JsonNode state) {
        String commitment = LogRow.commitment(accountSalt, state).toString();
        return MerkleTree.leaf(
                CanonicalJson.text(Json.object().put("commitment", commitment)).getBytes(StandardCharsets.UTF_8));
    }

    /** A proof for the account's holder. */
    public static ObjectNode proof(String signed, long leaf, List<Hash> path, Hash accountSalt, JsonNode state) {
        ObjectNode proof = Json.object().put("signed", signed).put("leaf", leaf);
        var hashes = proof.putArray("path");
        path.forEach(hash -> hashes.add(hash.toString()));
        proof.put("salt", accountSalt.toString());
        proof.set("state", state);
        return proof;
    }

    /** What a proof shows. */
    public sealed interface Checked {

        /**
         * The account was counted so.
         *
         * @param statement what was signed of all accounts
         */
        record Counted(JsonNode state, JsonNode statement, String keyId) implements Checked {}

        /** It shows nothing; the reason says why. */
        record NotShown(String reason) implements Checked {}
    }

    /** Checks a proof by itself, with nothing but public keys that are trusted. */
    public static Checked check(JsonNode proof, PublicKeys keys) {
        return switch (new SignatureVerifier(keys).verify(proof.path("signed").asText(), SignedKind.ACCOUNT_STATES)) {
            case Refused refused -> new Checked.NotShown(refused.detail());
            case Valid valid ->
                isLeaf(proof, valid.content())
                        ? new Checked.Counted(proof.path("state"), valid.content(), valid.keyId())
                        : new Checked.NotShown("the state is not among those that were committed to");
        };
    }

    private static boolean isLeaf(JsonNode proof, JsonNode statement) {
        List<Hash> path = new ArrayList<>();
        for (JsonNode text : proof.path("path")) {
            Optional<Hash> hash = Hash.parse(text.asText());
            if (hash.isEmpty()) {
                return false;
            }
            path.add(hash.get());
        }
        Optional<Hash> root = Hash.parse(statement.path("root").asText());
        return proof.path("leaf").isIntegralNumber()
                && root.isPresent()
                && Hash.parse(proof.path("salt").asText())
                        .flatMap(salt -> MerkleTree.root(
                                leaf(salt, proof.path("state")),
                                proof.path("leaf").longValue(),
                                statement.path("accounts").longValue(),
                                path))
                        .equals(root);
    }
}
