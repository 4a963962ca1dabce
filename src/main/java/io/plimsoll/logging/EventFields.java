package io.plimsoll.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Gives each record the keys of its own event as fields: {@code LOG.infof("deadline passed: callId=%s", id)} is one line for people, and in
 * JSON has {@code callId} under {@code mdc}. What is logged with keys needs nothing else.
 */
@LoggingFilter(name = "event-fields")
public final class EventFields implements Filter {

    /** A conversion, and the key before it if it has one. */
    private static final Pattern FIELD = Pattern.compile("(?:\\b(\\w+)=\"?)?%(?!%)[a-z]");

    @Override
    public boolean isLoggable(LogRecord record) {
        Object[] values = record.getParameters();
        if (record instanceof ExtLogRecord event && event.getFormatStyle() == FormatStyle.PRINTF && values != null) {
            Matcher field = FIELD.matcher(event.getMessage());
            for (int i = 0; i < values.length && field.find(); i++) {
                if (field.group(1) != null && values[i] != null) {
                    event.putMdc(field.group(1), String.valueOf(values[i]));
                }
            }
        }
        return true;
    }
}
