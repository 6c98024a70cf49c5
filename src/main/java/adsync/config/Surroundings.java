package adsync.config;

import adsync.secret.Secrets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a value may refer to.
 *
 * @param folder what relative paths are relative to
 * @param secrets where credentials come from
 * @param warn takes what is unwise about the value
 */
record Surroundings(Path folder, Secrets secrets, Consumer<String> warn) {}
