package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.compile.Trouble.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.drools.compiler.compiler.JavaDialectConfiguration;
import org.drools.compiler.compiler.io.memory.MemoryFileSystem;
import org.kie.memorycompiler.CompilationProblem;
import org.kie.memorycompiler.CompilationResult;
import org.kie.memorycompiler.JavaCompiler;

/** Compiles generated Java in memory. */
final class ClassesOfJava {

    /** Of the compilers that the engine knows, the one that needs no JDK and is quick with small classes. */
    private static final JavaCompiler COMPILER = JavaDialectConfiguration.createEclipseCompiler();

    private static final String FOLDER = "src/main/java/";

    private ClassesOfJava() {}

    /** @return class files by class name */
    static Map<String, byte[]> compile(JavaOfRules java, ClassLoader path) throws Refused {
        MemoryFileSystem sources = new MemoryFileSystem();
        java.sources().forEach((name, text) -> sources.write(FOLDER + name, text.getBytes(StandardCharsets.UTF_8)));
        MemoryFileSystem classes = new MemoryFileSystem();
        String[] names =
                java.sources().keySet().stream().map(name -> FOLDER + name).toArray(String[]::new);
        CompilationResult result = COMPILER.compile(names, sources, classes, path);
        if (result.getErrors().length > 0) {
            throw new Refused(Arrays.stream(result.getErrors())
                    .map(problem -> trouble(problem, java.sources()))
                    .toList());
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.getMap().forEach((file, content) -> bytes.put(file.asClassName(), content));
        return bytes;
    }

    /** This compiler's columns are offsets, both inclusive. */
    private static Trouble trouble(CompilationProblem problem, Map<String, String> sources) {
        String file = problem.getFileName();
        String source = sources.getOrDefault(file.substring(file.indexOf(FOLDER) + FOLDER.length()), "");
        int start = problem.getStartColumn();
        int end = problem.getEndColumn() + 1;
        boolean known = start >= 0 && start < end && end <= source.length();
        return new Trouble(
                Code.ENGINE,
                problem.getMessage(),
                0,
                known ? source.substring(start, end) : "",
                file.contains("LambdaConsequence"));
    }
}
