package io.plimsoll.seal;

/** What an export is written as. Only {@link #NDJSON} can be verified; the others are for looking at it. */
public enum ExportFormat {
    /** Signed, with everything that a verifier needs. */
    NDJSON("application/x-ndjson"),
    CSV("text/csv;charset=UTF-8"),
    PARQUET("application/vnd.apache.parquet");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }
}
