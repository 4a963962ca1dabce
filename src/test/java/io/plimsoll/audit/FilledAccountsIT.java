package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.FilledAccounts.Filled;
import io.plimsoll.decision.DecisionService;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FilledAccountsIT {

    private static final String FILL = """
            insert into closure_fill (fill_id, intent_id, account_id, instrument, position_side, quantity, price, paid, filled_at, filled_at_nanos,
                received_at, status, is_late, excess, to_fund, document)
            values (?, 'i-none', ?, 'BTCUSDT', 'LONG', 1, 1, 0, now(), 0, now(), 'PARTIAL', true, 0, 0, '{}')""";

    @Inject
    AgroalDataSource dataSource;

    @Inject
    DecisionService service;

    @Inject
    FilledAccounts filled;

    @Test
    void anAccountWithAFillIsToldWithItsRevisionAndNoOtherIs() throws Exception {
        // Given
        String account = Snapshots.newAccount("filled");
        String other = Snapshots.newAccount("not-filled");
        decide(account);
        decide(other);
        long before = filled.head();

        // When
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(FILL)) {
            insert.setString(1, "f-" + account);
            insert.setString(2, account);
            insert.executeUpdate();
        }

        // Then
        Filled told = filled.after(before);
        assertEquals(1, told.revisions().get(account));
        assertFalse(told.revisions().containsKey(other));
        assertEquals(filled.head(), told.position());

        // And again, because an earlier one may be committed later
        assertEquals(1, filled.after(told.position()).revisions().get(account));
    }

    private void decide(String account) throws Exception {
        service.decide(
                Snapshots.read(Snapshots.json(account, 1, "20000", Instant.now().toString())), "perpetuals");
    }
}
