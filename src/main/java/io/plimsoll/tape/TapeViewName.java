package io.plimsoll.tape;

import io.plimsoll.tape.TapeConfig.View;
import java.util.Locale;
import java.util.Optional;

/** For whom a view is. */
public enum TapeViewName {
    PUBLIC,
    INTERNAL,
    REGULATOR;

    /** Empty for another word; {@code public}, {@code internal} and {@code regulator} are the words. */
    public static Optional<TapeViewName> of(String word) {
        for (TapeViewName name : values()) {
            if (name.word().equals(word)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    View in(TapeConfig config) {
        return switch (this) {
            case PUBLIC -> config.open();
            case INTERNAL -> config.internal();
            case REGULATOR -> config.regulator();
        };
    }

    /** True if a view tells sums and no single event. */
    static boolean isOfSums(View view) {
        return view.accountsMin() > 1 || !view.bucket().isZero();
    }
}
