package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.ReceivedPassword.Receipt;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passwords in the store of the journal, on its threads. */
final class JdbcPasswords implements PasswordJournal {

    private final Writer writer;
    private final Reader lookups;
    private final Reader surveys;
    private final Gate gate;

    JdbcPasswords(Writer writer, Reader lookups, Reader surveys, Gate gate) {
        this.writer = writer;
        this.lookups = lookups;
        this.surveys = surveys;
        this.gate = gate;
    }

    /** Writes without a result. */
    @FunctionalInterface
    private interface Step {
        void take(Session session) throws SQLException;
    }

    @Override
    public Future<Void> follow(Instant now) {
        return perform(session -> new Passwords(session).follow(now));
    }

    @Override
    public Future<Void> unfollow() {
        return perform(session -> new Passwords(session).unfollow());
    }

    @Override
    public Future<Void> invite(String name, byte[] tokenDigest, Instant ends) {
        return perform(session -> new Controllers(session).invite(name, tokenDigest, ends));
    }

    @Override
    public Future<Optional<EnrolledController>> invited(byte[] tokenDigest, Instant now) {
        return read(session -> new Controllers(session).invited(tokenDigest, now));
    }

    @Override
    public Future<Boolean> enrol(byte[] tokenDigest, String guid, byte[] certificateDigest, Instant ends, Instant now) {
        return write(session -> new Controllers(session).enrol(tokenDigest, guid, certificateDigest, ends, now));
    }

    @Override
    public Future<Boolean> renew(long controller, byte[] certificateDigest, Instant ends) {
        return write(session -> new Controllers(session).renew(controller, certificateDigest, ends));
    }

    /** A certificate that is shown for the first time replaces the one before. */
    @Override
    public Future<Optional<EnrolledController>> controller(byte[] certificateDigest) {
        return read(session -> new Controllers(session).with(certificateDigest))
                .compose(found -> found.isEmpty() || !found.get().shownFirst()
                        ? Future.succeededFuture(found.map(Controllers.Found::controller))
                        : write(session -> new Controllers(session).promote(certificateDigest))
                                .map(found.map(Controllers.Found::controller)));
    }

    @Override
    public Future<Void> heard(long controller, String report, Instant now) {
        return perform(session -> new Controllers(session).heard(controller, report, now));
    }

    @Override
    public Future<List<EnrolledController>> controllers() {
        return read(session -> new Controllers(session).all());
    }

    @Override
    public Future<Boolean> revoke(String name) {
        return write(session -> new Controllers(session).revoke(name));
    }

    @Override
    public Future<List<Receipt>> receive(long controller, List<ReceivedPassword> events, Instant now) {
        List<ReceivedPassword> all = List.copyOf(events);
        return write(session -> new Passwords(session).receive(controller, all, now));
    }

    @Override
    public Future<List<WaitingPassword>> claim(Instant now, int limit) {
        return write(session -> new Passwords(session).claim(now, limit));
    }

    @Override
    public Future<Optional<Instant>> nextDue() {
        return read(session -> new Passwords(session).nextDue());
    }

    @Override
    public Future<Integer> settle(List<PasswordSettlement> settlements, Instant now) {
        List<PasswordSettlement> all = List.copyOf(settlements);
        return write(session -> new Passwords(session).settle(all, now));
    }

    @Override
    public Future<Integer> release(ObjectGuid user) {
        return write(session -> new Passwords(session).release(user));
    }

    @Override
    public Future<Void> prune(Instant before) {
        return perform(session -> new Passwords(session).prune(before));
    }

    @Override
    public Future<PasswordStatistics> statistics(Instant changedBefore) {
        return gate.unlessClosed(() -> surveys.read(session -> new PasswordSurvey(session).statistics(changedBefore)));
    }

    @Override
    public Future<List<UnsyncedUser>> unsynced(Instant changedBefore, boolean gapsOnly, int limit) {
        return gate.unlessClosed(
                () -> surveys.read(session -> new PasswordSurvey(session).unsynced(changedBefore, gapsOnly, limit)));
    }

    private <T> Future<T> read(Reader.Reading<T> reading) {
        return gate.unlessClosed(() -> lookups.read(reading));
    }

    private <T> Future<T> write(Writer.Work<T> work) {
        return gate.unlessClosed(() -> writer.write(work));
    }

    private Future<Void> perform(Step step) {
        return gate.unlessClosed(() -> writer.<@Nullable Object>write(session -> {
                    step.take(session);
                    return null;
                })
                .mapEmpty());
    }
}
