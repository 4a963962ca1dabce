package io.plimsoll.editor;

import com.google.gson.JsonPrimitive;
import io.plimsoll.policy.pack.PolicyFiles;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What is asked of the whole window. */
final class Commands implements WorkspaceService {

    /** Arguments: the address of a file of a pack, and the pack's name if the file is of several. Answers Markdown. */
    static final String RUN_ON_LAST_DECISION = "plimsoll.runOnLastDecision";

    private final Session session;

    Commands(Session session) {
        this.session = session;
    }

    @Override
    public CompletableFuture<Object> executeCommand(ExecuteCommandParams params) {
        if (!RUN_ON_LAST_DECISION.equals(params.getCommand())) {
            return CompletableFuture.failedFuture(refused("there is no command `" + params.getCommand() + "`"));
        }
        List<String> arguments = params.getArguments() == null
                ? List.of()
                : params.getArguments().stream().map(Commands::text).toList();
        String pack = pack(arguments);
        PolicyFiles edited = session.workspace().files();
        PolicyFiles saved = session.workspace().saved();
        return CompletableFuture.supplyAsync(() -> {
            String report = new LastDecisions(session.service()).report(pack, edited, saved);
            session.client().logMessage(new MessageParams(MessageType.Info, report));
            session.tell(MessageType.Info, report.lines().findFirst().orElse(""));
            return report;
        });
    }

    private String pack(List<String> arguments) {
        if (arguments.size() > 1) {
            return arguments.get(1);
        }
        if (arguments.isEmpty()) {
            throw refused("name a file of the pack");
        }
        List<String> packs = session.workspace()
                .path(arguments.getFirst())
                .map(path -> session.library().packsOf(path))
                .orElse(List.of());
        if (packs.size() != 1) {
            throw refused(
                    packs.isEmpty()
                            ? "`" + arguments.getFirst() + "` is a file of no pack"
                            : "the file is in force in several packs, name one: " + String.join(", ", packs));
        }
        return packs.getFirst();
    }

    private static String text(Object argument) {
        return argument instanceof JsonPrimitive primitive ? primitive.getAsString() : String.valueOf(argument);
    }

    private static ResponseErrorException refused(String why) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, why, null));
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams params) {
        Settings.of(params.getSettings()).service().ifPresent(session::service);
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        session.changed();
    }
}
