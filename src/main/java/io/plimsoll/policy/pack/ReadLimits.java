package io.plimsoll.policy.pack;

/**
 * How much is read from the folders; beyond it a file is refused, never read in part.
 *
 * @param textBytesMax of a rule file, a manifest or a suite, inclusive
 * @param tableBytesMax of a table, inclusive
 * @param filesMax files of one folder tree, inclusive
 */
public record ReadLimits(long textBytesMax, long tableBytesMax, int filesMax) {
    public static final ReadLimits DEFAULT = new ReadLimits(1 << 20, 128 << 20, 5_000);

    long bytesMaxOf(String path) {
        return path.endsWith(".csv") ? tableBytesMax : textBytesMax;
    }
}
