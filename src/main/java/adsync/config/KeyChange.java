package adsync.config;

/**
 * One key whose value differs between two configurations. A secret is never in it.
 *
 * @param key in full, for example {@code directory.root}
 * @param before in YAML on one line; empty if the key was not there
 * @param after in YAML on one line; empty if the key is gone
 */
public record KeyChange(String key, String before, String after) {}
