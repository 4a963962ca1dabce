package io.plimsoll.rules;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.builder.model.KieModuleModel;
import org.kie.api.runtime.KieContainer;
import org.kie.internal.conf.ShareBetaNodesOption;

/**
 * Compiles checked rules. A compilation takes seconds and a good deal of memory, so there is one at a time; the caller keeps it off the
 * path of requests.
 */
public final class RuleCompiler {

    /** The engine's builder is not made for two compilations at once, and two would need twice the memory. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private static final AtomicLong COMPILATIONS = new AtomicLong();

    private RuleCompiler() {}

    /**
     * @throws RulesDoNotCompile if the check found errors, or if the engine finds one that the check did not
     */
    public static CompiledRules compile(CheckedRules checked) throws RulesDoNotCompile {
        if (checked.hasErrors()) {
            throw new RulesDoNotCompile(
                    checked.findings().stream().filter(Finding::isError).toList());
        }
        ONE_AT_A_TIME.lock();
        try {
            return new CompiledRules(checked, build(checked));
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static Map<Stage, KieBase> build(CheckedRules checked) throws RulesDoNotCompile {
        KieServices services = KieServices.get();
        ClassLoader loader = RuleCompiler.class.getClassLoader();
        ReleaseId release =
                services.newReleaseId("io.plimsoll", "rules", Long.toString(COMPILATIONS.incrementAndGet()));
        List<EngineText> texts = checked.engineTexts();
        KieBuilder builder = services.newKieBuilder(files(services, release, texts), loader);
        try {
            builder.buildAll(ExecutableModelProject.class);
            List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
            if (!errors.isEmpty()) {
                throw new RulesDoNotCompile(CompilerErrors.findings(errors, checked));
            }
            return bases(services.newKieContainer(release, loader), texts);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The engine's compiler has faults of its own; they are the rules' problem, not the caller's.
            throw new RulesDoNotCompile(List.of(CompilerErrors.crash(e, checked)));
        } finally {
            // The repository would keep a hundred versions, each with its class loader. A KieBase does not need it.
            services.getRepository().removeKieModule(release);
        }
    }

    private static KieFileSystem files(KieServices services, ReleaseId release, List<EngineText> texts) {
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(release);
        KieModuleModel module = services.newKieModuleModel();
        for (Stage stage : stagesOf(texts)) {
            module.newKieBaseModel(stage.topic()).addPackage("plimsoll." + stage.topic());
        }
        files.writeKModuleXML(module.toXML());
        for (int i = 0; i < texts.size(); i++) {
            files.write(
                    "src/main/resources/" + engineFile(texts.get(i).stage(), i),
                    texts.get(i).text());
        }
        return files;
    }

    /**
     * Joins are not shared between rules: where one rule accumulates over a group of patterns and another asks whether the group exists, the
     * engine confuses the memories of the shared node, and two rules that are fine each by itself fail together.
     */
    private static Map<Stage, KieBase> bases(KieContainer container, List<EngineText> texts) {
        Map<Stage, KieBase> bases = new EnumMap<>(Stage.class);
        KieBaseConfiguration unshared = KieServices.get().newKieBaseConfiguration();
        unshared.setOption(ShareBetaNodesOption.NO);
        for (Stage stage : stagesOf(texts)) {
            bases.put(stage, container.newKieBase(stage.topic(), unshared));
        }
        container.dispose();
        return bases;
    }

    private static List<Stage> stagesOf(List<EngineText> texts) {
        List<Stage> stages = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            if (texts.stream().anyMatch(text -> text.stage() == stage)) {
                stages.add(stage);
            }
        }
        return stages;
    }

    /** Where the engine finds a text: a name of our own, since an author's may be anything. */
    static String engineFile(Stage stage, int index) {
        return "plimsoll/" + stage.topic() + "/file" + index + ".drl";
    }
}
