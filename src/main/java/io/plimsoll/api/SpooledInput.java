package io.plimsoll.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, taken off the network ahead of its reader and kept on the disk meanwhile.
 *
 * <p>Many HTTP clients send their whole request before they read the first byte of the answer. A service that answers while it reads
 * would wait for such a client to read, and the client for the service to take the rest. Here the rest waits in a file of bounded
 * size, used as a ring, and only a body that is further ahead than that stops its sender.
 */
final class SpooledInput extends InputStream {

    private static final long BYTES_AHEAD_MAX = 512L * 1024 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final InputStream source;
    private final FileChannel file;
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long written;
    private long read;
    private boolean isComplete;
    private boolean isClosed;
    private @Nullable IOException failure;

    /** @param threads runs the copying until the source ends or this is closed */
    SpooledInput(InputStream source, Executor threads) throws IOException {
        this(source, threads, BYTES_AHEAD_MAX);
    }

    SpooledInput(InputStream source, Executor threads, long bytesAheadMax) throws IOException {
        this.source = source;
        this.capacity = bytesAheadMax;
        Path path = Files.createTempFile("plimsoll-batch-", ".ndjson");
        this.file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        threads.execute(this::copy);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long available = awaitBytes();
        if (available == 0) {
            return -1;
        }
        long at = read % capacity;
        int count = (int) Math.min(Math.min(length, available), capacity - at);
        int got = file.read(ByteBuffer.wrap(target, offset, count), at);
        lock.lock();
        try {
            read += got;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        file.close();
    }

    private void copy() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            for (int count = readSource(chunk); count >= 0; count = readSource(chunk)) {
                append(chunk, count);
            }
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    private int readSource(byte[] chunk) throws SenderGone {
        try {
            return source.read(chunk);
        } catch (IOException | RuntimeException e) {
            throw new SenderGone(e);
        }
    }

    private void append(byte[] chunk, int count) throws IOException {
        for (int done = 0; done < count; ) {
            long room = awaitRoom();
            long at = written % capacity;
            int part = (int) Math.min(Math.min(count - done, room), capacity - at);
            ByteBuffer bytes = ByteBuffer.wrap(chunk, done, part);
            while (bytes.hasRemaining()) {
                file.write(bytes, at + (part - bytes.remaining()));
            }
            done += part;
            lock.lock();
            try {
                written += part;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void end(@Nullable IOException reason) {
        lock.lock();
        try {
            isComplete = true;
            failure = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that can be read now; 0 at the end. */
    private long awaitBytes() throws IOException {
        lock.lock();
        try {
            while (written == read && !isComplete && !isClosed) {
                changed.awaitUninterruptibly();
            }
            if (written == read && failure != null) {
                throw failure;
            }
            return isClosed ? 0 : written - read;
        } finally {
            lock.unlock();
        }
    }

    private long awaitRoom() throws IOException {
        lock.lock();
        try {
            while (written - read == capacity && !isClosed) {
                changed.awaitUninterruptibly();
            }
            if (isClosed) {
                throw new IOException("the batch has ended");
            }
            return capacity - (written - read);
        } finally {
            lock.unlock();
        }
    }

    /** The body broke off before its end: nobody is left to be answered. */
    static final class SenderGone extends IOException {
        private static final long serialVersionUID = 1;

        SenderGone(Throwable cause) {
            super("the body broke off", cause);
        }
    }
}
