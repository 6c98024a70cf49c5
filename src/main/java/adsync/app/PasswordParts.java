package adsync.app;

import adsync.config.Configuration;
import adsync.config.PasswordSettings;
import adsync.directory.DirectoryOptions;
import adsync.directory.WritableController;
import adsync.intake.Authority;
import adsync.intake.ControllerDirectory;
import adsync.intake.IntakeException;
import adsync.intake.IntakeOptions;
import adsync.intake.IntakeVerticle;
import adsync.intake.Invitations;
import adsync.journal.Journal;
import adsync.sealing.KeySets;
import adsync.shipper.PasswordVerticle;
import adsync.shipper.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What carries passwords, if any are carried.
 *
 * @param intake takes them
 * @param lane ships them
 * @param invitations invites those who send them
 */
record PasswordParts(IntakeVerticle intake, PasswordVerticle lane, Invitations invitations) {

    /**
     * Builds them. Blocks.
     *
     * @throws StartException if the files of the certificate authority cannot be used
     */
    static Optional<PasswordParts> build(
            Configuration configuration,
            Vertx vertx,
            Journal journal,
            Provider provider,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        if (configuration.passwords().isEmpty()) {
            journal.passwords().unfollow().await();
            return Optional.empty();
        }
        journal.passwords().follow(clock.instant()).await();
        PasswordSettings settings = configuration.passwords().get();
        IntakeOptions options = settings.intake();
        Path state = configuration.state();
        Authority authority;
        try {
            authority = Authority.open(IntakeOptions.folder(state), options.reachedHost(), clock);
        } catch (IntakeException e) {
            throw new StartException(StartException.Reason.UNUSABLE, String.valueOf(e.getMessage()), e);
        }
        var keys = new KeySets(options.keySet(), IntakeOptions.lastKeySet(state), options.rootKey());
        var directory = new AskedDirectory(vertx, configuration.directory());
        var intake = new IntakeVerticle(options, journal, authority, keys, directory, clock, meters);
        var lane = new PasswordVerticle(settings.shipping(), journal, provider, clock, random, meters);
        return Optional.of(
                new PasswordParts(intake, lane, new Invitations(journal.passwords(), () -> authority, options, clock)));
    }

    /** Asks the directory on a worker thread, each time on a connection of its own: it is asked rarely. */
    private record AskedDirectory(Vertx vertx, DirectoryOptions options) implements ControllerDirectory {

        @Override
        public Future<Optional<String>> complaint(String name, String guid) {
            return all().map(controllers -> controllers.stream()
                            .anyMatch(one -> one.objectGuid().toString().equals(guid)
                                    && one.name().equalsIgnoreCase(name))
                    ? Optional.empty()
                    : Optional.of("the directory has no writable domain controller with this name and objectGUID"));
        }

        @Override
        public Future<Set<String>> writable() {
            return all().map(controllers ->
                    controllers.stream().map(one -> one.objectGuid().toString()).collect(Collectors.toSet()));
        }

        private Future<List<WritableController>> all() {
            return vertx.executeBlocking(() -> WritableController.all(options)).map(Objects::requireNonNull);
        }
    }
}
