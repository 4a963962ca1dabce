package io.plimsoll.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.api.SpooledInput.SenderGone;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpooledInputTest {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1_000, 65_536, 1_000_000, 10_000_000})
    void passesEveryByteOnThroughAFileOfAnySize(long capacity) throws IOException {
        // Given
        byte[] bytes = new byte[capacity < 100 ? 5_000 : 700_001];
        new Random(1).nextBytes(bytes);

        // When
        byte[] read;
        try (SpooledInput input = new SpooledInput(new ByteArrayInputStream(bytes), threads, capacity)) {
            read = input.readAllBytes();
        }

        // Then
        assertArrayEquals(bytes, read);
    }

    @Test
    void takesNoMoreFromItsSourceThanTheFileHolds() throws Exception {
        // Given
        AtomicLong taken = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                taken.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                taken.addAndGet(length);
                return length;
            }
        };

        // When
        AtomicReference<Thread> copying = new AtomicReference<>();
        Executor oneThread = task -> copying.set(Thread.ofPlatform().start(task));
        try (SpooledInput input = new SpooledInput(endless, oneThread, 1_000_000)) {
            assertEquals(0, input.read());
            await().until(() -> taken.get() >= 1_000_000 && copying.get().getState() == Thread.State.WAITING);

            // Then
            assertTrue(taken.get() <= 1_200_000, () -> "taken " + taken);
        }
    }

    @Test
    void handsOnWhatCameBeforeTheSourceBroke() throws IOException {
        // Given
        InputStream breaking = new InputStream() {
            private int left = 10;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("connection reset");
                }
                return 'x';
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }
        };

        // Then
        try (SpooledInput input = new SpooledInput(breaking, threads)) {
            assertEquals(10, input.readNBytes(10).length);
            assertThrows(SenderGone.class, input::read);
        }
    }
}
