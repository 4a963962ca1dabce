package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** What the start of an export says of its rows, held against the rows. What a row withholds is not looked at. */
final class ExportFilter {

    private record Promise(String name, String where, BiPredicate<JsonNode, JsonNode> isMet) {}

    private static final List<Promise> PROMISES = List.of(
            new Promise("account", "/columns/accountId", ExportFilter::isText),
            new Promise("outcome", "/columns/outcome", ExportFilter::isText),
            new Promise("pack", "/columns/pack", ExportFilter::isText),
            new Promise("version", "/columns/version", (asked, found) -> found.asLong() == asked.asLong()),
            new Promise("rule", "/columns/rules", ExportFilter::isAmong),
            new Promise(
                    "from",
                    "/columns/decidedAt",
                    (asked, found) -> !instant(found).isBefore(instant(asked))),
            new Promise(
                    "to", "/columns/decidedAt", (asked, found) -> instant(found).isBefore(instant(asked))),
            new Promise("firstPosition", "/position", (asked, found) -> found.asLong() >= asked.asLong()),
            new Promise("lastPosition", "/position", (asked, found) -> found.asLong() <= asked.asLong()));

    private final JsonNode filter;

    /** @param filter as it was signed */
    ExportFilter(JsonNode filter) {
        this.filter = filter;
    }

    /** True for an export of the whole log. */
    boolean isOfAll() {
        return filter.isObject() && filter.isEmpty();
    }

    /** True for an export of all decisions of one account. */
    boolean isOfOneAccount() {
        return filter.size() == 1 && filter.has("account");
    }

    /** The first word of the filter that a row, whose columns follow from what is proven, does not meet. */
    Optional<String> unmetBy(JsonNode row) {
        return PROMISES.stream()
                .filter(promise -> filter.has(promise.name()))
                .filter(promise -> !row.at(promise.where()).isMissingNode())
                .filter(promise -> !promise.isMet().test(filter.get(promise.name()), row.at(promise.where())))
                .map(Promise::name)
                .findFirst();
    }

    /** Words that no verifier of this format knows: nobody can tell whether rows meet them. */
    List<String> unknown() {
        Set<String> known = Set.copyOf(PROMISES.stream().map(Promise::name).toList());
        return filter.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .toList();
    }

    private static boolean isText(JsonNode asked, JsonNode found) {
        return found.asText().equals(asked.asText());
    }

    private static boolean isAmong(JsonNode asked, JsonNode found) {
        for (JsonNode each : found) {
            if (isText(asked, each)) {
                return true;
            }
        }
        return false;
    }

    private static Instant instant(JsonNode text) {
        try {
            return Instant.parse(text.asText());
        } catch (DateTimeException e) {
            return Instant.MAX; // of a column it is told as such
        }
    }
}
