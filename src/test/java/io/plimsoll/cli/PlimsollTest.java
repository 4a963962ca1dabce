package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PlimsollTest {
    private int starts;
    private final StringWriter output = new StringWriter();

    @Test
    void startsTheServiceForServeAndForNoCommand() {
        assertEquals(0, run("serve"));
        assertEquals(0, run());
        assertEquals(2, starts);
    }

    @Test
    void startsNothingForACommand() {
        assertEquals(0, run("version"));
        assertEquals(0, starts);
        assertTrue(output.toString().startsWith("plimsoll 1."), output.toString());
    }

    @Test
    void refusesAnUnknownCommandWithTheExitCodeOfWrongUsage() {
        assertEquals(2, run("sevre"));
        assertEquals(0, starts);
        assertTrue(output.toString().contains("sevre"), output.toString());
    }

    @Test
    void reportsAnExpectedFailureInOneSentence() {
        CommandLine failing = Plimsoll.commandLine(() -> {
            throw new CommandFailure("the data folder is in use", new IllegalStateException());
        });
        assertEquals(1, failing.setErr(new PrintWriter(output)).execute("serve"));
        assertEquals("plimsoll: the data folder is in use" + System.lineSeparator(), output.toString());
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(output);
        return Plimsoll.commandLine(() -> starts++)
                .setOut(writer)
                .setErr(writer)
                .execute(arguments);
    }
}
