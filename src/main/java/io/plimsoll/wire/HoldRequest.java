package io.plimsoll.wire;

import io.plimsoll.wire.Fault.Code;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold as it is asked for; null in a limit is no such limit.
 *
 * @param from earliest {@code decidedAt}
 * @param to end of the span of {@code decidedAt}
 * @param by who places it
 */
public record HoldRequest(
        @Nullable String accountId,
        @Nullable String pack,
        @Nullable Instant from,
        @Nullable Instant to,
        String reason,
        String by) {

    private static final List<String> FIELDS = List.of("accountId", "pack", "from", "to", "reason", "by");

    /** @throws SnapshotFaults naming every fault by the JSON pointer of its field */
    public static HoldRequest read(byte[] bytes) throws SnapshotFaults {
        Faults faults = new Faults();
        Fields fields = Fields.of(Json.parse(bytes), "", faults, FIELDS);
        String accountId = fields.has("accountId") ? fields.name("accountId") : null;
        String pack = fields.has("pack") ? fields.name("pack") : null;
        Instant from = fields.has("from") ? fields.instant("from") : null;
        Instant to = fields.has("to") ? fields.instant("to") : null;
        String reason = fields.text("reason");
        String by = fields.text("by");
        if (accountId == null && pack == null && from == null && to == null) {
            fields.add("accountId", Code.MISSING, "a hold needs at least one of accountId, pack, from and to");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            fields.add("to", Code.OUT_OF_RANGE, "must be after from");
        }
        faults.throwIfAny();
        return new HoldRequest(accountId, pack, from, to, reason, by);
    }
}
