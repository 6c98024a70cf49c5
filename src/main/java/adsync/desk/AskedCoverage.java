package adsync.desk;

import adsync.change.ObjectGuid;
import adsync.intake.ControllerDirectory;
import adsync.intake.Coverage;
import adsync.journal.EnrolledController;
import adsync.journal.Journal;
import adsync.journal.UnsyncedUser;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which domain controllers report, by the journal and by what the directory says at the moment. */
final class AskedCoverage {

    private final Journal journal;
    private final Optional<ControllerDirectory> directory;
    private final Clock clock;

    /** Without a directory, no passwords are taken. */
    AskedCoverage(Journal journal, Optional<ControllerDirectory> directory, Clock clock) {
        this.journal = journal;
        this.directory = directory;
        this.clock = clock;
    }

    /** Fails only with the journal's exceptions. */
    Future<Coverage> now() {
        return journal.passwords()
                .controllers()
                .compose(invited -> directory
                        .map(asked -> now(asked, invited))
                        .orElseGet(() -> Future.succeededFuture(Coverage.ofInvited(invited, clock.instant()))));
    }

    private Future<Coverage> now(ControllerDirectory asked, List<EnrolledController> invited) {
        return asked.writable()
                .map(writable -> Coverage.of(writable, asked.last(), invited, clock.instant()))
                .otherwise(cause -> Coverage.unasked(cause, asked.last(), invited, clock.instant()));
    }

    /** Where users' passwords were changed last, as far as the directory can be asked. */
    Future<Map<ObjectGuid, String>> origins(List<UnsyncedUser> users) {
        return users.isEmpty() || directory.isEmpty()
                ? Future.succeededFuture(Map.of())
                : directory
                        .get()
                        .passwordOrigins(
                                users.stream().map(UnsyncedUser::objectGuid).toList())
                        .otherwise(Map.of());
    }

    /** Whether passwords are taken at all. */
    boolean taken() {
        return directory.isPresent();
    }
}
