package io.plimsoll.policy.analysis;

import io.plimsoll.money.Decimals;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A sweep that is judged, with what a weakness is told by. */
record Along(Trial trial, Places places, Found found, Track track) {

    List<Reading> worsening(Predicate<Reading> wanted, boolean reversed) {
        List<Reading> readings =
                new ArrayList<>(track.readings().stream().filter(wanted).toList());
        return reversed ? readings.reversed() : readings;
    }

    Shown shown(Reading reading) {
        return new Shown(at(reading), reading.given(), reading.decision());
    }

    /** The quantity and its value, such as {@code quantity of USDT 30}. */
    String at(Reading reading) {
        return track.driver().name() + " " + plain(reading);
    }

    static String plain(Reading reading) {
        return Decimals.plain(Decimals.normalised(reading.at()));
    }

    static List<Place> both(List<Place> one, List<Place> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }

    static boolean isSame(Reading one, Reading other) {
        return one.at().compareTo(other.at()) == 0;
    }
}
