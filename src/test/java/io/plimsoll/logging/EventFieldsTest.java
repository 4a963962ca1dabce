package io.plimsoll.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.Test;

class EventFieldsTest {

    private static Map<String, String> fieldsOf(String format, Object... values) {
        var record = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, EventFieldsTest.class.getName());
        record.setParameters(values);
        assertTrue(new EventFields().isLoggable(record));
        return record.getMdcCopy();
    }

    @Test
    void eachKeyOfAnEventIsAField() {
        assertEquals(
                Map.of("callId", "c-1", "version", "3", "failure", "it is away"),
                fieldsOf("deadline passed: callId=%s version=%d failure=\"%s\"", "c-1", 3, "it is away"));
    }

    @Test
    void aValueWithoutAKeyAndAPercentSignShiftNothing() {
        assertEquals(Map.of("b", "2"), fieldsOf("100%% of %s: b=%s", "1", "2"));
    }

    @Test
    void aKeyWithoutAValueIsNoField() {
        assertEquals(Map.of("a", "1"), fieldsOf("event: a=%s b=%s", "1", null));
        assertEquals(Map.of(), fieldsOf("event: a=%s"));
        assertEquals(Map.of("a", "1"), fieldsOf("event: a=%s", "1", "what the format does not name"));
    }

    @Test
    void recordsOfOtherKindsPassAsTheyAre() {
        assertTrue(new EventFields().isLoggable(new LogRecord(Level.INFO, "a=%s")));
        var plain = new ExtLogRecord(Level.INFO, "a={0}", FormatStyle.MESSAGE_FORMAT, EventFieldsTest.class.getName());
        plain.setParameters(new Object[] {"1"});
        assertTrue(new EventFields().isLoggable(plain));
        assertEquals(Map.of(), plain.getMdcCopy());
    }
}
