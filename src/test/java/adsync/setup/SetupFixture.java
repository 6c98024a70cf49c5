package adsync.setup;

import adsync.desk.Answer;
import adsync.embedded.EmbeddedDirectory;
import adsync.secret.Secret;
import adsync.shipper.GroupCounts;
import adsync.shipper.RehearsalSummary;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory, a provider, and the answers that fit them. */
final class SetupFixture implements AutoCloseable {

    /** A preview in which nothing happens. */
    static final Forecaster.Forecast NOTHING = new Forecaster.Forecast(
            new RehearsalSummary(Map.of(), Map.of(), GroupCounts.NONE, 0, 0, 0, 0, false), List.of());

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final ScimServer provider = SdkScimServer.start();

    EmbeddedDirectory directory() {
        return directory;
    }

    ScimServer provider() {
        return provider;
    }

    /** The service whose configuration it is runs, and takes it over. */
    record Itself() implements SetupQuestions.Reloading {
        @Override
        public boolean runs() {
            return true;
        }

        @Override
        public boolean own() {
            return true;
        }

        @Override
        public Answer ask(JsonObject asked) {
            return new Answer(true, new JsonObject().put("message", "used from now on"));
        }
    }

    /** Begins with what is in a file, without a preview. */
    static Setup begin(Path file) {
        return begin(file, Map.of());
    }

    /** The same in an environment. */
    static Setup begin(Path file, Map<String, String> environment) {
        return Setup.begin(file, environment, (configuration, told, progress) -> NOTHING);
    }

    void answerDirectory(Setup setup) {
        setup.set("directory.servers", List.of(directory.ldapsUrl()));
        setup.set("directory.user", directory.serviceAccount());
        setup.secret(
                "directory.password", Secret.of(directory.options().accounts().servicePassword()));
        setup.certificates("directory.trust", directory.certificatePem());
    }

    void answerProvider(Setup setup) {
        setup.set("organization", "contoso");
        setup.set("provider.url", provider.url());
        setup.set("provider.user", provider.userName());
        setup.secret("provider.password", Secret.of(provider.password()));
    }

    void answerAll(Setup setup) {
        answerDirectory(setup);
        setup.set("directory.root", "OU=Staff," + directory.baseDn());
        answerProvider(setup);
    }

    @Override
    public void close() {
        provider.close();
        directory.close();
    }
}
