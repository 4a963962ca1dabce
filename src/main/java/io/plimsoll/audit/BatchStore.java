package io.plimsoll.audit;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Makes a batch of entries durable, all or nothing. */
@FunctionalInterface
interface BatchStore {

    /**
     * Writes the entries whose account still stands where the entry found it.
     *
     * @param batch at most one entry an account
     * @return accounts whose entry was written; the others were overtaken
     */
    Set<String> write(List<LogEntry> batch) throws SQLException;
}
