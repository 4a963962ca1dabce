package io.plimsoll.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Fault;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Files that are to be checked.
 *
 * @param changes text by path; empty where the file is taken away
 * @param alone true if nothing that is installed is looked at
 */
record Draft(Map<String, Optional<String>> changes, boolean alone) {
    static final int FILES_MAX = 500;

    private static final int PATH_LENGTH_MAX = 200;
    private static final int FAULTS_MAX = 100;
    private static final Pattern PATH = Pattern.compile("rules/[\\w-]+/[\\w.-]+\\.drl"
            + "|policies/[\\w-]+/(pack\\.yaml|tables/[\\w.-]+\\.csv|scenarios/[\\w.-]+\\.ya?ml)");

    /**
     * A draft as the request's body has it.
     *
     * @throws SnapshotFaults if the body is not JSON
     * @throws Refused with all that is wrong with its fields
     */
    static Draft read(byte[] body) throws SnapshotFaults {
        JsonNode draft = Json.parse(body);
        List<Fault> faults = new ArrayList<>();
        if (!draft.isObject()) {
            throw refused(List.of(new Fault("", Fault.Code.WRONG_TYPE, "the body must be an object with `files`")));
        }
        draft.fieldNames().forEachRemaining(name -> {
            if (!name.equals("files") && !name.equals("alone")) {
                faults.add(fault(name, Fault.Code.UNKNOWN_FIELD, "there are `files` and `alone`"));
            }
        });
        if (draft.has("alone") && !draft.get("alone").isBoolean()) {
            faults.add(fault("alone", Fault.Code.WRONG_TYPE, "must be true or false"));
        }
        Map<String, Optional<String>> changes = files(draft.path("files"), faults);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        return new Draft(changes, draft.path("alone").booleanValue());
    }

    private static Map<String, Optional<String>> files(JsonNode files, List<Fault> faults) {
        Map<String, Optional<String>> changes = new TreeMap<>();
        if (files.isMissingNode()) {
            faults.add(fault("files", Fault.Code.MISSING, "an object with a text for each path"));
        } else if (!files.isObject()) {
            faults.add(fault("files", Fault.Code.WRONG_TYPE, "must be an object with a text for each path"));
        } else if (files.isEmpty()) {
            faults.add(fault("files", Fault.Code.EMPTY, "name at least one file"));
        } else if (files.size() > FILES_MAX) {
            faults.add(fault("files", Fault.Code.TOO_MANY, "at most " + FILES_MAX + " files are taken"));
        } else {
            files.properties().forEach(file -> take(file.getKey(), file.getValue(), changes, faults));
        }
        return changes;
    }

    private static void take(String path, JsonNode text, Map<String, Optional<String>> changes, List<Fault> faults) {
        String pointer = "files/" + path.replace("~", "~0").replace("/", "~1");
        if (path.length() > PATH_LENGTH_MAX || !PATH.matcher(path).matches()) {
            faults.add(fault(
                    pointer,
                    Fault.Code.UNKNOWN_VALUE,
                    "a path is rules/<stage>/<name>.drl, or policies/<pack>/ with pack.yaml, tables/<name>.csv or"
                            + " scenarios/<name>.yaml"));
        } else if (!text.isTextual() && !text.isNull()) {
            faults.add(fault(pointer, Fault.Code.WRONG_TYPE, "must be the file's text, or null to take it away"));
        } else {
            changes.put(path, text.isNull() ? Optional.empty() : Optional.of(text.textValue()));
        }
    }

    private static Fault fault(String pointer, Fault.Code code, String detail) {
        return new Fault("/" + pointer, code, detail);
    }

    private static Refused refused(List<Fault> faults) {
        return new Refused(Problem.ofFaults(
                422,
                "draft-faults",
                "The draft cannot be checked",
                faults.getFirst().pointer() + ": " + faults.getFirst().detail(),
                faults.subList(0, Math.min(FAULTS_MAX, faults.size()))));
    }
}
