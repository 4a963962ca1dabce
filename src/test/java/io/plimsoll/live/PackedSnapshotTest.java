package io.plimsoll.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.policy.scenario.Suite;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PackedSnapshotTest {

    @Test
    void whatIsUnpackedIsWhatWasPacked() throws IOException {
        for (String pack : ShippedPacks.names()) {
            for (Suite suite : ShippedPacks.candidate(pack).suites()) {
                for (Suite.Scenario scenario : suite.scenarios()) {
                    AccountSnapshot snapshot = scenario.given().snapshot();
                    assertEquals(snapshot, PackedSnapshot.of(snapshot).unpacked(), scenario.name());
                }
            }
        }
    }
}
