package io.plimsoll.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The top of the command line; each command is a class of its own, named among the sub-commands here. */
@Command(
        name = "plimsoll",
        description = "Decides margin calls and closures by rules that risk officers edit while it runs.",
        subcommands = {
            Check.class,
            TestScenarios.class,
            Analyse.class,
            Diff.class,
            Decide.class,
            Fmt.class,
            Lsp.class,
            VerifyExport.class,
            ReplayExport.class,
            Explain.class,
            VerifyIntent.class,
            VerifyDecision.class,
            VerifyState.class,
            Demo.class,
            Version.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Without a command the service is started."})
public final class Plimsoll implements Runnable {
    private final Runnable service;

    private Plimsoll(Runnable service) {
        this.service = service;
    }

    /**
     * The whole command line, ready to execute.
     *
     * @param service runs the service until it ends; given by the caller because only it may start Quarkus
     */
    public static CommandLine commandLine(Runnable service) {
        return new CommandLine(new Plimsoll(service))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Plimsoll::report);
    }

    @Override
    public void run() {
        service.run();
    }

    @Command(
            name = "serve",
            description = "Starts the service on http://localhost:8080; the default.",
            footer = {
                "",
                "The environment variable QUARKUS_HTTP_PORT names another port, such as QUARKUS_HTTP_PORT=9000 plimsoll serve.",
                "deploy/README.md lists the other settings."
            },
            mixinStandardHelpOptions = true)
    void serve() {
        service.run();
    }

    /** An expected failure is one sentence on stderr; only what nobody foresaw deserves a stack trace. */
    private static int report(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CommandFailure) {
            commandLine.getErr().println("plimsoll: " + failure.getMessage());
            return commandLine.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
