package adsync.cli;

import adsync.setup.Setup;
import adsync.setup.Tried;
import adsync.setup.Tried.Failure;
import java.util.Map;

/** Names the flags of what was not answered: whoever gives flags has no file to add a key to. */
final class MissingFlags {

    private static final String DIRECTORY_PASSWORD = "--password-file or --password-env";
    private static final String PROVIDER_PASSWORD = "--provider-password-file or --provider-password-env";
    private static final String PROVIDER_LOGIN =
            "--provider-user with " + PROVIDER_PASSWORD + ", or --provider-token-file or --provider-token-env";

    /** By the key that is missing. */
    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("organization", "--organization"),
            Map.entry("directory.servers", "--domain or --server"),
            Map.entry("directory.user", "--user"),
            Map.entry("directory.password", DIRECTORY_PASSWORD),
            Map.entry("directory.root", "--root"),
            Map.entry("provider", PROVIDER_LOGIN),
            Map.entry("provider.url", "--provider-url"),
            Map.entry("provider.user", "--provider-user"),
            Map.entry("provider.password", PROVIDER_PASSWORD));

    private MissingFlags() {}

    /** The same, with a flag for each answer that is not there. */
    static Tried named(Tried tried, Setup setup) {
        return new Tried(
                tried.steps(),
                tried.failures().stream().map(failure -> named(failure, setup)).toList());
    }

    private static Failure named(Failure failure, Setup setup) {
        String flag = FLAGS.get(failure.key());
        return flag == null || setup.answered(failure.key())
                ? failure
                : new Failure(failure.key(), "nothing is given", "give it with " + flag);
    }
}
