package io.plimsoll.policy;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How the folders are watched. */
@StaticInitSafe
@ConfigMapping(prefix = "plimsoll.watch")
public interface PolicySettings {

    /** The rule library. */
    @WithDefault("${plimsoll.rules:rules}")
    Path rules();

    /** The packs. */
    @WithDefault("${plimsoll.policies:policies}")
    Path policies();

    /** Whether changes are taken while the service runs; the packs are read at its start in any case. */
    @WithDefault("true")
    boolean enabled();

    /** Time between two looks at the folders where the file system tells nothing; else a change is looked at when it happens. */
    @WithDefault("250ms")
    Duration interval();

    /** Time for which files that have changed must stand still before they are taken. */
    @WithDefault("50ms")
    Duration settle();

    /** Time between two attempts while the registry cannot be reached. */
    @WithDefault("5s")
    Duration registryRetry();

    /** Time that compiling as many rules as are compiled at once, up to fifty, may take; beyond it they are refused. */
    @WithDefault("60s")
    Duration compileTimeMax();

    /** Bytes of a rule file, a manifest or a suite, inclusive. */
    @WithDefault("1048576")
    long textBytesMax();

    /** Bytes of a table, inclusive. */
    @WithDefault("134217728")
    long tableBytesMax();

    /** Files of each folder, inclusive. */
    @WithDefault("5000")
    int filesMax();
}
