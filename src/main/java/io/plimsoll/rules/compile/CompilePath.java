package io.plimsoll.rules.compile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the engine's compiler finds when it looks for a class: the program itself and the row classes of one stage. */
final class CompilePath extends ClassLoader {

    /**
     * Answers of the program's own class path, which does not change while it runs. The compiler asks for the same hundred classes, and for
     * packages of which it takes every part for a class, at each compilation; from jars that would be most of its time.
     */
    private static final Map<String, Optional<byte[]>> ANSWERS = new ConcurrentHashMap<>();

    /** The names come from rule files in part, so there must be an end of them. */
    private static final int ANSWERS_MAX = 5_000;

    private final Map<String, RowClass> rows;

    private final CompileBudget budget;

    CompilePath(List<RowClass> rows, CompileBudget budget) {
        super(CompilePath.class.getClassLoader());
        this.budget = budget;
        this.rows = rows.stream().collect(Collectors.toMap(RowClass::className, Function.identity()));
    }

    CompileBudget budget() {
        return budget;
    }

    List<RowClass> rows() {
        return List.copyOf(rows.values());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        budget.check();
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        RowClass row = rows.get(name);
        if (row == null) {
            throw new ClassNotFoundException(name);
        }
        return row.type();
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        budget.check();
        RowClass row = name.endsWith(".class")
                ? rows.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                : null;
        return row != null
                ? new ByteArrayInputStream(row.bytes())
                : answer(name).map(ByteArrayInputStream::new).orElse(null);
    }

    private Optional<byte[]> answer(String name) {
        Optional<byte[]> known = ANSWERS.get(name);
        if (known == null) {
            known = read(name);
            if (ANSWERS.size() < ANSWERS_MAX) {
                ANSWERS.put(name, known);
            }
        }
        return known;
    }

    private Optional<byte[]> read(String name) {
        try (InputStream in = super.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
