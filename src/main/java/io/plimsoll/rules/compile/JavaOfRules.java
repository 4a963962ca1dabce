package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.compile.Trouble.Refused;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.drools.codegen.common.GeneratedFile;
import org.drools.compiler.builder.impl.KnowledgeBuilderConfigurationImpl;
import org.drools.io.ReaderResource;
import org.drools.model.codegen.execmodel.ModelBuilderImpl;
import org.drools.model.codegen.execmodel.PackageSources;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.builder.conf.ParallelLambdaExternalizationOption;
import org.kie.internal.builder.conf.ParallelRulesBuildThresholdOption;

/**
 * The Java that the engine's generator makes of rules.
 *
 * @param sources text by path
 * @param modelClass name of the class that holds all of the rules
 */
record JavaOfRules(Map<String, String> sources, String modelClass) {
    JavaOfRules {
        sources = Map.copyOf(sources);
    }

    /** @param heading on the first line; the first rule begins on the second */
    static JavaOfRules generate(String heading, List<EngineText.Rule> rules, ClassLoader path) throws Refused {
        StringBuilder text = new StringBuilder(heading);
        rules.forEach(rule -> text.append(rule.text()));
        ReaderResource resource = new ReaderResource(new StringReader(text.toString()), "UTF-8", ResourceType.DRL);
        resource.setSourcePath("plimsoll/rules.drl");
        ModelBuilderImpl<PackageSources> builder =
                new ModelBuilderImpl<>(PackageSources::dumpSources, configuration(path), null, false);
        builder.batch().add(resource, ResourceType.DRL).build();
        if (builder.hasErrors()) {
            throw new Refused(
                    builder.getErrors().stream().map(JavaOfRules::trouble).toList());
        }
        Map<String, String> sources = new LinkedHashMap<>();
        List<String> models = new ArrayList<>();
        for (PackageSources generated : builder.getPackageSources()) {
            List<GeneratedFile> files = new ArrayList<>();
            generated.collectGeneratedFiles(files);
            files.forEach(
                    file -> sources.put(file.relativePath(), new String(file.contents(), StandardCharsets.UTF_8)));
            models.addAll(generated.getModelNames());
        }
        return new JavaOfRules(sources, models.getFirst());
    }

    /** Everything on one thread, whose time and memory are counted; the other processors are for requests. */
    private static KnowledgeBuilderConfigurationImpl configuration(ClassLoader path) {
        KnowledgeBuilderConfigurationImpl configuration = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(
                        null, path)
                .as(KnowledgeBuilderConfigurationImpl.KEY);
        configuration.setOption(ParallelRulesBuildThresholdOption.get(-1));
        configuration.setOption(ParallelLambdaExternalizationOption.DISABLED);
        return configuration;
    }

    private static Trouble trouble(KnowledgeBuilderError error) {
        int[] lines = error.getLines();
        return new Trouble(Code.ENGINE, error.getMessage(), lines.length == 0 ? 0 : Math.max(lines[0], 0), "", false);
    }
}
