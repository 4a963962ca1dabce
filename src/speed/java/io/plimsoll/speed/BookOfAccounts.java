package io.plimsoll.speed;

import io.plimsoll.wire.SnapshotJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes a made-up book to the standard output, an account of five positions a line, as {@code plimsoll decide} and the batch endpoint take it. */
public final class BookOfAccounts {

    private BookOfAccounts() {}

    /** @param args how many accounts */
    public static void main(String... args) throws IOException {
        Books books = new Books(7, Perpetuals.INSTRUMENTS);
        try (PrintStream out =
                new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8)) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                out.print(SnapshotJson.canonical(books.account(i, 5)) + "\n");
            }
        }
    }
}
