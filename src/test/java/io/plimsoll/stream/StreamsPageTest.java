package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsPageTest {

    private static final Pattern PROGRAM = Pattern.compile("`(\\w+)\\.java`:\n\n```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void programsOfThePageCompileAsPrinted() throws Exception {
        Matcher programs = PROGRAM.matcher(Files.readString(Path.of("docs/streams.md")));
        int count = 0;
        while (programs.find()) {
            Path file = Files.writeString(folder.resolve(programs.group(1) + ".java"), programs.group(2));
            assertEquals("", complaints(file));
            count++;
        }
        assertTrue(count >= 2, "programs found: " + count);
    }

    private String complaints(Path file) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
            var unused = compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
        }
        return complaints.toString();
    }
}
