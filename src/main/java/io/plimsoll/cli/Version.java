package io.plimsoll.cli;

import io.plimsoll.installation.BuildInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says which build this is, for a bug report and for the record beside a replayed decision. */
@Command(
        name = "version",
        description = "Prints the version and what it is built with.",
        mixinStandardHelpOptions = true)
public final class Version implements Runnable, CommandLine.IVersionProvider {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public void run() {
        BuildInfo build = BuildInfo.ofThisProgram();
        spec.commandLine().getOut().println(json ? asJson(build) : String.join(System.lineSeparator(), getVersion()));
        spec.commandLine().getOut().flush();
    }

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.ofThisProgram();
        return new String[] {
            "plimsoll " + build.version() + ", built " + build.builtAt(),
            "java " + Runtime.version() + ", quarkus " + build.quarkus() + ", drools " + build.drools()
                    + ", embedded postgresql " + build.postgres()
        };
    }

    private static String asJson(BuildInfo build) {
        return """
                {"version":"%s","builtAt":"%s","java":"%s","quarkus":"%s","drools":"%s","postgres":"%s"}""".formatted(
                build.version(), build.builtAt(), Runtime.version(), build.quarkus(), build.drools(), build.postgres());
    }
}
