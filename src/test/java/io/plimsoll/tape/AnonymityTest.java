package io.plimsoll.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnonymityTest {

    private static final Anonymity FIVE = new Anonymity(5);

    @ParameterizedTest
    @CsvSource({
        "'4', ''",
        "'5', '0-0'",
        "'6', '0-0'",
        "'4 1', '0-1'",
        "'5 4', '0-1'",
        "'5 5', '0-0 1-1'",
        "'4 5', '0-1'",
        "'0 5 0 4 0', '1-3'",
        "'0 0', ''",
        "'5 1 1 1 1 1 9', '0-0 1-5 6-6'",
    })
    void rld5_cellsOfFewerThanFiveAccountsAreToldWithTheirNeighboursOrNotAtAll(String accounts, String told) {
        // When
        List<Anonymity.Group> groups = FIVE.groups(cells(accounts));

        // Then
        assertEquals(
                told,
                groups.stream().map(group -> group.first() + "-" + group.last()).collect(Collectors.joining(" ")));
    }

    @Test
    void oneAccountInManyCellsIsOneAccount() {
        // Given
        Cell cell = cell("same", 3);

        // Then
        assertEquals(List.of(), FIVE.groups(List.of(cell, cell, cell)));
    }

    @Test
    void oneTellsEveryCellThatIsNotEmpty() {
        // Then
        assertEquals(
                List.of(0, 2),
                new Anonymity(1)
                        .groups(cells("1 0 2")).stream()
                                .map(Anonymity.Group::first)
                                .toList());
    }

    @Test
    void nothingToldIsOfFewerThanFiveAndNothingIsLostOrToldTwice() {
        // Given
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<Cell> row = IntStream.range(0, 1 + random.nextInt(12))
                    .mapToObj(index -> cell("a" + index + "-", random.nextInt(9)))
                    .toList();

            // When
            List<Anonymity.Group> groups = FIVE.groups(row);

            // Then
            Set<String> all = new HashSet<>();
            row.forEach(cell -> all.addAll(cell.accounts()));
            List<String> told = new ArrayList<>();
            for (Anonymity.Group group : groups) {
                assertTrue(group.sum().accounts().size() >= 5);
                told.addAll(group.sum().accounts());
            }
            assertEquals(all.size() >= 5 ? all : Set.of(), new HashSet<>(told));
            assertEquals(told.size(), new HashSet<>(told).size());
        }
    }

    private static List<Cell> cells(String accounts) {
        List<Cell> cells = new ArrayList<>();
        for (String count : accounts.split(" ")) {
            cells.add(cell("c" + cells.size() + "-", Integer.parseInt(count)));
        }
        return cells;
    }

    private static Cell cell(String prefix, int accounts) {
        Set<String> names = Stream.iterate(0, number -> number + 1)
                .limit(accounts)
                .map(number -> prefix + number)
                .collect(Collectors.toSet());
        return new Cell(names, accounts, BigDecimal.TEN);
    }
}
