package adsync.app;

import adsync.config.Configuration;
import adsync.config.PasswordSettings;
import adsync.desk.LiveSidHolders;
import adsync.intake.Authority;
import adsync.intake.ControllerDirectory;
import adsync.intake.IntakeException;
import adsync.intake.IntakeOptions;
import adsync.intake.IntakeVerticle;
import adsync.intake.Invitations;
import adsync.journal.Journal;
import adsync.sealing.KeySets;
import adsync.shipper.PasswordStates;
import adsync.shipper.PasswordVerticle;
import adsync.shipper.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What carries passwords, if any are carried.
 *
 * @param intake takes them
 * @param lane ships them
 * @param invitations invites those who send them
 * @param controllers who may
 */
record PasswordParts(
        IntakeVerticle intake, PasswordVerticle lane, Invitations invitations, ControllerDirectory controllers) {

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
        var keys = new KeySets(options.keySet(), IntakeOptions.lastKeySet(state), options.rootKey(), clock);
        ControllerDirectory controllers = AskedControllers.of(vertx, configuration);
        var intake = new IntakeVerticle(options, journal, authority, keys, controllers, clock, meters);
        var holders = new LiveSidHolders(vertx, Listening.asked(configuration), journal);
        PasswordStates states =
                AskedStates.of(vertx, configuration, controllers::last, journal.passwords()::controllers);
        var lane = new PasswordVerticle(settings.shipping(), journal, provider, holders, states, clock, random, meters);
        var invitations = new Invitations(journal.passwords(), () -> authority, options, clock);
        return Optional.of(new PasswordParts(intake, lane, invitations, controllers));
    }
}
