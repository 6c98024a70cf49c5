package adsync.setup;

import adsync.config.Draft;
import java.util.List;
import java.util.Map;

/** What one key asks, another one may answer. */
final class Alternatives {

    private static final String PROVIDER = "provider";

    private static final Map<String, List<String>> INSTEAD = Map.of(
            "directory.servers",
            List.of("directory.domain"),
            "directory.root",
            List.of("directory.roots"),
            "directory.password",
            List.of("directory.keytab"),
            PROVIDER,
            List.of("provider.user", "provider.token", "provider.oauth"));

    private Alternatives() {}

    static boolean answered(Draft draft, String key) {
        boolean itself = draft.has(key) && !key.equals(PROVIDER); // of that section the address alone is no answer
        return itself || INSTEAD.getOrDefault(key, List.of()).stream().anyMatch(draft::has);
    }
}
