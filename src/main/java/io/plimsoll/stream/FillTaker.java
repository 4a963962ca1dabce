package io.plimsoll.stream;

import io.plimsoll.audit.FillConflict;
import io.plimsoll.audit.FillHandler;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.ReportedFill;
import io.plimsoll.stream.RecordDocuments.Undecidable;
import io.plimsoll.wire.FillJson;
import java.time.Duration;
import java.util.Optional;

/** Takes the fills of records. One that was kept before, by whichever way it came, changes nothing. */
final class FillTaker extends RecordHandler {

    private final FillHandler fills;
    private final IntakeMetrics metrics;

    FillTaker(FillHandler fills, Duration retryInterval, IntakeMetrics metrics) {
        super(retryInterval, metrics);
        this.fills = fills;
        this.metrics = metrics;
    }

    @Override
    void handle(Delivery delivery) throws LogUnavailable, Undecidable {
        ReportedFill fill = RecordDocuments.read(delivery.record(), "fill", FillJson::read);
        Optional<String> accountId = fills.accountOf(fill.intentId());
        if (accountId.isPresent() && !accountId.get().equals(RecordDocuments.key(delivery.record()))) {
            throw RecordDocuments.keyMismatch(delivery.record(), "the intent");
        }
        try {
            if (fills.handle(fill).fill().isDuplicate()) {
                metrics.repeated();
            } else {
                metrics.kept();
            }
        } catch (FillConflict conflict) {
            throw new Undecidable(conflict.problem());
        }
    }
}
