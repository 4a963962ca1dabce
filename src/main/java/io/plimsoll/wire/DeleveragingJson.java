package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import io.plimsoll.waterfall.Deleveraging;
import io.plimsoll.waterfall.DeleveragingCandidate;
import io.plimsoll.waterfall.DeleveragingResult;
import io.plimsoll.wire.Fault.Code;
import io.plimsoll.wire.Fields.Item;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is to be deleveraged, with the candidates, and writes what it would do to each of them. */
public final class DeleveragingJson {

    /** Sharing by score asks everybody again whenever somebody is closed in full. */
    public static final int CANDIDATES_MAX = 2_000;

    private static final List<String> FIELDS =
            List.of("method", "side", "contract", "quantity", "lot", "price", "markPrice", "multiplier", "candidates");
    private static final List<String> CANDIDATE_FIELDS =
            List.of("accountId", "size", "entryPrice", "bankruptcyPrice", "score");

    private DeleveragingJson() {}

    /** @throws SnapshotFaults naming every fault by the JSON pointer of its field */
    public static DeleveragingResult read(byte[] bytes) throws SnapshotFaults {
        JsonNode node = Json.parse(bytes);
        Faults faults = new Faults();
        Fields fields = Fields.of(node, "", faults, FIELDS);
        Deleveraging method = fields.word("method", Deleveraging.class);
        Side closed = fields.word("side", Side.class);
        ContractKind contract =
                fields.has("contract") ? fields.word("contract", ContractKind.class) : ContractKind.LINEAR;
        BigDecimal quantity = fields.positive("quantity");
        BigDecimal lot = fields.positive("lot");
        BigDecimal price = fields.positive("price");
        BigDecimal mark = fields.positive("markPrice");
        BigDecimal multiplier = fields.optionalPositive("multiplier");
        requireLots("/quantity", quantity, lot, faults);
        Side opposite = closed == Side.LONG ? Side.SHORT : Side.LONG;
        List<Item<Candidate>> items =
                fields.items("candidates", true, CANDIDATES_MAX, CANDIDATE_FIELDS, DeleveragingJson::candidate);
        if (items.isEmpty()) {
            faults.add("/candidates", Code.EMPTY, "nobody is given who could take a part");
        }
        Set<String> accounts = new HashSet<>();
        for (Item<Candidate> item : items) {
            Candidate candidate = item.value();
            requireLots(item.pointer() + "/size", candidate.size(), lot, faults);
            if (!accounts.add(candidate.accountId())) {
                faults.add(
                        item.pointer() + "/accountId",
                        Code.DUPLICATE,
                        "account `" + candidate.accountId() + "` is given twice");
            }
            checkBankruptcyPrice(item, opposite, contract, mark, faults);
        }
        faults.throwIfAny();
        List<DeleveragingCandidate> candidates = items.stream()
                .map(Item::value)
                .map(candidate -> new DeleveragingCandidate(
                        candidate.accountId(),
                        opposite,
                        contract,
                        candidate.size(),
                        candidate.entryPrice(),
                        mark,
                        candidate.bankruptcyPrice(),
                        candidate.score()))
                .toList();
        return DeleveragingResult.of(
                method, quantity, candidates, lot, price, multiplier == null ? Decimals.ONE : multiplier);
    }

    private record Candidate(
            String accountId,
            BigDecimal size,
            BigDecimal entryPrice,
            @Nullable BigDecimal bankruptcyPrice,
            @Nullable BigDecimal score) {}

    private static Candidate candidate(Fields fields) {
        return new Candidate(
                fields.name("accountId"),
                fields.positive("size"),
                fields.positive("entryPrice"),
                fields.optionalDecimal("bankruptcyPrice"),
                fields.optionalDecimal("score"));
    }

    private static void checkBankruptcyPrice(
            Item<Candidate> item, Side side, ContractKind contract, BigDecimal mark, Faults faults) {
        String pointer = item.pointer() + "/bankruptcyPrice";
        BigDecimal bankruptcy = item.value().bankruptcyPrice();
        if (bankruptcy == null) {
            if (item.value().score() == null) {
                faults.add(pointer, Code.MISSING, "nothing ranks a candidate that has neither this nor a `score`");
            }
        } else if (contract == ContractKind.INVERSE && bankruptcy.signum() <= 0) {
            faults.add(pointer, Code.NOT_POSITIVE, "must be positive, was " + Decimals.plain(bankruptcy));
        } else if (Integer.signum(bankruptcy.compareTo(mark)) != (side == Side.LONG ? -1 : 1)) {
            faults.add(
                    pointer,
                    Code.CONTRADICTION,
                    "a " + side + " that is bankrupt at the mark of " + Decimals.plain(mark)
                            + " cannot take a position over");
        }
    }

    private static void requireLots(String pointer, BigDecimal quantity, BigDecimal lot, Faults faults) {
        if (quantity.remainder(lot).signum() != 0) {
            faults.add(
                    pointer,
                    Code.CONTRADICTION,
                    Decimals.plain(quantity) + " is no multiple of the lot of " + Decimals.plain(lot));
        }
    }

    public static ObjectNode write(DeleveragingResult result) {
        ObjectNode node = Json.object();
        ArrayNode lines = node.putArray("candidates");
        for (DeleveragingResult.Line line : result.lines()) {
            lines.addObject()
                    .put("rank", line.rank())
                    .put("accountId", line.accountId())
                    .put("score", Decimals.plain(line.score()))
                    .put("fifth", line.fifth())
                    .put("passedOver", line.passedOver())
                    .put("before", Decimals.plain(line.before()))
                    .put("closed", Decimals.plain(line.closed()))
                    .put("after", Decimals.plain(line.after()))
                    .put("realised", Decimals.plain(line.realised()))
                    .put("borne", Decimals.plain(line.borne()));
        }
        return node.put("uncovered", Decimals.plain(result.uncovered()))
                .put("borne", Decimals.plain(result.borne()))
                .put("lossLeft", Decimals.plain(result.lossLeft()));
    }
}
