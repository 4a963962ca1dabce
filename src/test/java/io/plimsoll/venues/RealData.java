package io.plimsoll.venues;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder of real data: {@code -Dplimsoll.real-data=DIR}, or {@code ../shared/data} beside the checkout. */
final class RealData {

    private RealData() {}

    static Path file(String name) {
        Path file = Path.of(System.getProperty("plimsoll.real-data", "../shared/data"), name);
        assumeTrue(Files.exists(file), () -> "skipped: no real data at " + file + "; set -Dplimsoll.real-data=DIR");
        return file;
    }
}
