package io.plimsoll.tape;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.money.Decimals;
import io.plimsoll.tape.Anonymity.Group;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run of events sums to, in each currency: how much was closed of longs and of shorts and in which sizes. Counts what each event
 * adds, so that a closing decided again counts once.
 */
final class TapeSums {

    private final Map<String, OfCurrency> byCurrency = new TreeMap<>();
    private final Set<String> accounts = new HashSet<>();

    /** Events that close nothing change nothing. */
    void add(TapeEvent event) {
        TapeEntry entry = event.entry();
        if (entry.stage().closes() && event.addedNotional().signum() > 0) {
            String account = entry.source().accountId();
            accounts.add(account);
            byCurrency
                    .computeIfAbsent(entry.currency(), currency -> new OfCurrency())
                    .add(account, "LONG".equals(entry.positionSide()), event.addedNotional());
        }
    }

    boolean isEmpty() {
        return accounts.isEmpty();
    }

    /** True if some currency's sum may be told; the others stay hidden. */
    boolean suffices(Anonymity anonymity) {
        return byCurrency.values().stream().anyMatch(sums -> anonymity.suffices(sums.total()));
    }

    /** One object a currency whose sum may be told. */
    void write(Anonymity anonymity, ArrayNode node) {
        byCurrency.forEach((currency, sums) -> {
            if (anonymity.suffices(sums.total())) {
                sums.write(anonymity, node.addObject().put("currency", currency));
            }
        });
    }

    private static final class OfCurrency {
        private final Tally longs = new Tally();
        private final Tally shorts = new Tally();
        private final Map<SizeBucket, Tally> sizes = new EnumMap<>(SizeBucket.class);

        void add(String account, boolean isLong, BigDecimal notional) {
            (isLong ? longs : shorts).add(account, notional);
            sizes.computeIfAbsent(SizeBucket.of(notional), size -> new Tally()).add(account, notional);
        }

        Cell total() {
            return Cell.sum(List.of(longs.cell(), shorts.cell()));
        }

        void write(Anonymity anonymity, ObjectNode node) {
            Cell total = total();
            node.put("accounts", total.accounts().size());
            node.put("closings", total.count());
            node.put("notional", Decimals.plain(total.notional()));
            List<Group> sides = anonymity.groups(List.of(longs.cell(), shorts.cell()));
            boolean areToldApart = sides.stream().allMatch(side -> side.first() == side.last());
            node.put("long", areToldApart ? Decimals.plain(longs.cell().notional()) : null);
            node.put("short", areToldApart ? Decimals.plain(shorts.cell().notional()) : null);
            ArrayNode all = node.putArray("sizes");
            List<Cell> row = Stream.of(SizeBucket.values())
                    .map(size -> sizes.containsKey(size) ? sizes.get(size).cell() : Cell.EMPTY)
                    .toList();
            for (Group group : anonymity.groups(row)) {
                all.addObject()
                        .put("size", SizeBucket.label(group.first(), group.last()))
                        .put("closings", group.sum().count())
                        .put("notional", Decimals.plain(group.sum().notional()));
            }
        }
    }

    private static final class Tally {
        private final Set<String> accounts = new HashSet<>();
        private long count;
        private BigDecimal notional = BigDecimal.ZERO;

        void add(String account, BigDecimal added) {
            accounts.add(account);
            count++;
            notional = notional.add(added);
        }

        Cell cell() {
            return new Cell(accounts, count, notional);
        }
    }
}
