package adsync.app;

import adsync.app.StartException.Reason;
import adsync.change.NamingContext;
import adsync.config.Configuration;
import adsync.desk.SameProvider;
import adsync.directory.Directories;
import adsync.directory.DirectoryException;
import adsync.directory.NamedObject;
import adsync.journal.Journal;
import adsync.journal.ProviderIdentity;
import adsync.observe.CheckStep;
import adsync.observe.LogKeys;
import adsync.scim.ScimClient;
import adsync.scim.ScimClients;
import adsync.scim.ScimException;
import adsync.scim.ScimOutcome;
import adsync.shipper.Absences;
import adsync.shipper.ShipperOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service and a preview of it begin with, so that both begin with the same. */
final class Beginning {

    private static final Logger LOGGER = LoggerFactory.getLogger(Beginning.class);

    private Beginning() {}

    /** What may pass by itself is told by the listener, as soon as it finds the same. */
    static void checkDirectory(Configuration configuration, BiPredicate<NamingContext, NamedObject> followed) {
        try {
            Directories.prove(configuration.directory(), configuration.selection(), followed);
        } catch (DirectoryException e) {
            switch (e.reason()) {
                case CREDENTIALS, RIGHTS, REBUILT, TLS, UNSUPPORTED ->
                    throw new StartException(Reason.REFUSED, String.valueOf(e.getMessage()), e);
                case UNREACHABLE, BUSY, COOKIE, PROTOCOL ->
                    LOGGER.atDebug()
                            .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                            .log("the directory cannot be asked now");
            }
        }
    }

    /** Before anything is shipped: what we know of another provider's accounts is wrong here. */
    static void checkProvider(Configuration configuration, Journal journal) {
        CheckStep step =
                SameProvider.step(configuration.state(), journal.provider().await(), identity(configuration));
        if (!step.passed()) {
            throw new StartException(
                    Reason.UNUSABLE,
                    step.detail() + "; to mend it: " + step.remedy().orElseThrow());
        }
    }

    static ProviderIdentity identity(Configuration configuration) {
        return ProviderIdentity.of(configuration.provider().url(), configuration.organization());
    }

    /** Before the journal: a provider that refuses us leaves no trace on this machine. */
    static ScimClient openProvider(Configuration configuration, Vertx vertx, MeterRegistry registry, Clock clock) {
        ScimClient client;
        try {
            client = ScimClients.open(vertx, configuration.provider(), registry, clock);
        } catch (IllegalArgumentException e) {
            throw new StartException(Reason.UNUSABLE, String.valueOf(e.getMessage()), e);
        }
        try {
            ScimClients.prove(client, configuration.provider()).await();
        } catch (ScimException e) {
            switch (e.outcome()) {
                case ScimOutcome.Denied denied -> throw refused(client, e);
                case ScimOutcome.Missing missing -> throw refused(client, e);
                case ScimOutcome.Refused refused -> throw refused(client, e);
                default ->
                    LOGGER.atDebug()
                            .addKeyValue(LogKeys.DETAIL, String.valueOf(e.getMessage()))
                            .log("the provider cannot be asked now"); // the first shipper that needs it says so
            }
        }
        return client;
    }

    private static StartException refused(ScimClient client, ScimException e) {
        client.close();
        return new StartException(Reason.REFUSED, String.valueOf(e.getMessage()), e);
    }

    static ShipperOptions shipping(Configuration configuration, boolean unasked, Absences absences) {
        return new ShipperOptions(
                configuration.batchSize(),
                configuration.linger(),
                ShipperOptions.DEFAULT_PARTITIONS,
                configuration.concurrency(),
                configuration.deprovisioning(),
                configuration.retention(),
                configuration.adoption(),
                configuration.guard(),
                unasked,
                absences);
    }
}
