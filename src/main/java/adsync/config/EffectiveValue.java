package adsync.config;

import java.util.Optional;

/**
 * What a key came to. It never contains a secret.
 *
 * @param key the full key, for example {@code provider.batch.size}
 * @param value as it would be written in YAML; {@code [secret]} for a secret
 * @param line where it stands in the file, counted from 1; empty for a default
 * @param from where a secret was taken from, for example {@code environment variable X}; empty for everything else, and for a
 *     secret that stands in the file itself
 */
public record EffectiveValue(String key, String value, Optional<Integer> line, Optional<String> from) {

    /** Whether the file says nothing about it. */
    public boolean isDefault() {
        return line.isEmpty();
    }
}
