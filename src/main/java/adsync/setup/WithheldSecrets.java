package adsync.setup;

import adsync.config.Draft;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The secrets of a configuration, and those of them that were taken back because they would go to another place than before. */
final class WithheldSecrets {

    static final List<String> ALL =
            List.of("directory.password", "provider.password", "provider.token", "provider.oauth.clientSecret");

    /** What says where the password of the directory goes. */
    private static final List<String> DIRECTORY_PLACE = List.of("directory.servers", "directory.domain");

    /** What says where the secrets of the provider go. */
    private static final List<String> PROVIDER_PLACE = List.of("provider.url", "provider.oauth.tokenUrl");

    private final TreeSet<String> withheld = new TreeSet<>();

    /** Takes back what stood in the file before and would go elsewhere now. */
    void withhold(Draft before, Draft now, Consumer<String> remove) {
        for (String secret : ALL) {
            boolean moved =
                    !place(secret).stream().allMatch(key -> same(key, before, now)) && same(secret, before, now);
            if (moved && before.has(secret)) {
                remove.accept(secret);
                withheld.add(secret);
            }
        }
    }

    private static List<String> place(String secret) {
        return secret.startsWith("directory.") ? DIRECTORY_PLACE : PROVIDER_PLACE;
    }

    private static boolean same(String key, Draft before, Draft now) {
        return before.text(key).equals(now.text(key)) && before.texts(key).equals(now.texts(key));
    }

    /** Those that nobody gave anew. */
    List<String> in(Draft now) {
        return withheld.stream().filter(secret -> !now.has(secret)).toList();
    }

    void forget() {
        withheld.clear();
    }
}
