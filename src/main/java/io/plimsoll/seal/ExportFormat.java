package io.plimsoll.seal;

/** What an export is written as. Each holds what is signed, and {@code plimsoll verify} checks each. */
public enum ExportFormat {
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
