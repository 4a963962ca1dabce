package io.plimsoll.speed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Callers on loopback, each with a connection of its own, that send a body, read the whole answer and send the next. A socket each, since a client library takes more than what is measured. */
final class Callers {

    private final int port;
    private final String path;
    private final Supplier<byte[]> bodies;

    /** @param bodies asked by every caller's thread, for each request */
    Callers(int port, String path, Supplier<byte[]> bodies) {
        this.port = port;
        this.path = path;
        this.bodies = bodies;
    }

    /** What was answered; nanoseconds, sorted. */
    record Answered(long[] tookNanos, double seconds, List<String> sample) {

        double perSecond() {
            return tookNanos.length / seconds;
        }

        double ms(double quantile) {
            return tookNanos[(int) Math.min(tookNanos.length - 1, tookNanos.length * quantile)] / 1e6;
        }
    }

    /** Those of several runs together. */
    static Answered together(List<Answered> runs) {
        return new Answered(
                runs.stream()
                        .flatMapToLong(run -> Arrays.stream(run.tookNanos()))
                        .sorted()
                        .toArray(),
                runs.stream().mapToDouble(Answered::seconds).sum(),
                List.of());
    }

    /** @throws IllegalStateException if an answer is no 200 */
    Answered callFor(int callers, long ms) throws Exception {
        long began = System.nanoTime();
        long end = began + ms * 1_000_000;
        List<String> sample = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Callable<long[]>> tasks = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                tasks.add(() -> call(end, sample));
            }
            List<long[]> took = new ArrayList<>();
            for (Future<long[]> done : threads.invokeAll(tasks)) {
                took.add(done.get());
            }
            long[] all = took.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Answered(all, (System.nanoTime() - began) / 1e9, sample);
        }
    }

    private long[] call(long end, List<String> sample) throws IOException {
        long[] took = new long[1 << 10];
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream answers = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
                socket.getOutputStream().write(request(bodies.get()));
                byte[] answer = answer(answers);
                if (count == took.length) {
                    took = Arrays.copyOf(took, 2 * count);
                }
                took[count++] = System.nanoTime() - sent;
                if (count % 16 == 1) {
                    keep(answer, sample);
                }
            }
        }
        return Arrays.copyOf(took, count);
    }

    private static void keep(byte[] answer, List<String> sample) {
        synchronized (sample) {
            if (sample.size() < 500) {
                sample.add(new String(answer, StandardCharsets.UTF_8));
            }
        }
    }

    private byte[] request(byte[] body) {
        byte[] head = ("POST " + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static byte[] answer(InputStream input) throws IOException {
        String status = line(input);
        int length = 0;
        boolean isChunked = false;
        for (String header = line(input); !header.isEmpty(); header = line(input)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
            isChunked |= header.equalsIgnoreCase("transfer-encoding: chunked");
        }
        byte[] body = isChunked ? chunks(input) : input.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException(status + ": " + new String(body, StandardCharsets.UTF_8));
        }
        return body;
    }

    /** What the service answers without knowing its length before. */
    private static byte[] chunks(InputStream input) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(input), 16); size > 0; size = Integer.parseInt(line(input), 16)) {
            body.write(input.readNBytes(size));
            line(input);
        }
        line(input);
        return body.toByteArray();
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = input.read(); read != '\n'; read = input.read()) {
            if (read < 0) {
                throw new EOFException("the server hung up");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }
}
