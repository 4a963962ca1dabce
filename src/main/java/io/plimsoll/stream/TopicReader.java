package io.plimsoll.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A thread that reads a topic without being member of a group, and begins anew where reading failed. */
abstract class TopicReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TopicReader.class);
    private static final Duration RESTART_WAIT = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final Thread thread;
    private final Map<String, Object> settings;
    private final Runnable preparation;
    private volatile boolean isStopping;
    private volatile @Nullable String failure = "not started yet";
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @param preparation called before the first reading and after each failure; throws where reading cannot begin yet
     * @param name of the reading thread
     */
    TopicReader(Map<String, Object> settings, Runnable preparation, String name) {
        this.settings = settings;
        this.preparation = preparation;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Chooses what is read, from where on. Called whenever reading begins. */
    abstract void begin(KafkaConsumer<byte[], byte[]> reading);

    /** Reads a little; called again and again. */
    abstract void readOn(KafkaConsumer<byte[], byte[]> reading);

    /** Why nothing is read; null while reading works. */
    @Nullable
    String failure() {
        return thread.isAlive() || isStopping ? failure : "the reading thread has ended";
    }

    @Override
    public void close() {
        isStopping = true;
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading == null) {
            thread.interrupt(); // it waits to begin
        } else {
            reading.wakeup();
        }
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                preparation.run();
                read();
            } catch (WakeupException e) {
                LOG.debug("woken to stop");
            } catch (RuntimeException e) {
                if (!isStopping) {
                    failure = e.toString();
                    LOG.errorf("%s stopped, next attempt soon: failure=%s", thread.getName(), e);
                    pause();
                }
            }
        }
    }

    private void read() {
        var deserializer = new ByteArrayDeserializer();
        try (var reading = new KafkaConsumer<>(settings, deserializer, deserializer)) {
            consumer = reading;
            begin(reading);
            while (!isStopping) {
                readOn(reading);
                failure = null;
            }
        } finally {
            consumer = null;
        }
    }

    private void pause() {
        try {
            Thread.sleep(RESTART_WAIT);
        } catch (InterruptedException e) {
            LOG.debugf("%s ends by close, not by interruption", thread.getName());
        }
    }
}
