package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.ReceivedPassword.Receipt;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passwords in the store of the journal, on its threads. */
final class JdbcPasswords implements PasswordJournal {

    private final Access store;
    private final Passwords writing;

    JdbcPasswords(Access store, Passwords writing) {
        this.store = store;
        this.writing = writing;
    }

    @Override
    public Future<Void> follow(Instant now) {
        return store.perform(session -> writing.follow(now));
    }

    @Override
    public Future<Void> unfollow() {
        return store.perform(session -> writing.unfollow());
    }

    @Override
    public Future<Void> invite(String name, byte[] tokenDigest, Instant ends) {
        return store.perform(session -> new Controllers(session).invite(name, tokenDigest, ends));
    }

    @Override
    public Future<Optional<EnrolledController>> invited(byte[] tokenDigest, Instant now) {
        return store.lookUp(session -> new Controllers(session).invited(tokenDigest, now));
    }

    @Override
    public Future<Boolean> enrol(Enrolment enrolment, Instant now) {
        return store.write(session -> writing.enrol(enrolment, now));
    }

    @Override
    public Future<Boolean> renew(EnrolledController controller, byte[] certificateDigest, Instant ends) {
        return store.write(session -> writing.renew(controller, certificateDigest, ends));
    }

    /** A certificate that is shown for the first time replaces the one before. */
    @Override
    public Future<Optional<EnrolledController>> controller(byte[] certificateDigest, Instant now) {
        return store.lookUp(session -> new Controllers(session).with(certificateDigest, now))
                .compose(found -> found.isEmpty() || !found.get().shownFirst()
                        ? Future.succeededFuture(found.map(Controllers.Found::controller))
                        : store.write(session -> new Controllers(session).promote(certificateDigest))
                                .map(found.map(Controllers.Found::controller)));
    }

    @Override
    public Future<Boolean> heard(EnrolledController controller, String report, Instant now) {
        return store.write(session -> new Controllers(session).heard(controller, report, now));
    }

    @Override
    public Future<List<EnrolledController>> controllers() {
        return store.lookUp(session -> new Controllers(session).all());
    }

    @Override
    public Future<Boolean> revoke(String name) {
        return store.write(session -> writing.revoke(name));
    }

    @Override
    public Future<StolenController> revokeStolen(String name, Instant now) {
        return store.write(session -> writing.revokeStolen(name, now));
    }

    @Override
    public Future<Integer> waitingOf(EnrolledController controller, int limit) {
        return store.lookUp(session -> new PasswordQueue(session).waitingOf(controller, limit));
    }

    @Override
    public Future<Optional<List<Receipt>>> receive(
            EnrolledController controller, List<ReceivedPassword> events, Instant now) {
        List<ReceivedPassword> all = List.copyOf(events);
        return store.write(session -> writing.receive(controller, all, now));
    }

    @Override
    public Future<List<WaitingPassword>> claim(Instant now, int limit) {
        return store.write(session -> writing.claim(now, limit));
    }

    @Override
    public Future<Optional<Instant>> nextDue() {
        return store.lookUp(session -> new PasswordQueue(session).nextDue());
    }

    @Override
    public Future<List<WaitingPassword>> waiting(Instant now, long after, int limit) {
        return store.write(session -> writing.waiting(now, after, limit));
    }

    @Override
    public Future<Integer> settle(List<PasswordSettlement> settlements, Instant now) {
        List<PasswordSettlement> all = List.copyOf(settlements);
        return store.write(session -> writing.settle(all, now));
    }

    @Override
    public Future<Integer> release(ObjectGuid user) {
        return store.write(session -> writing.release(user));
    }

    @Override
    public Future<Void> prune(Instant before, int most) {
        return store.perform(session -> writing.prune(before, most));
    }

    @Override
    public Future<Boolean> erase() {
        return store.emptyLog();
    }

    @Override
    public Future<PasswordStatistics> statistics(Instant changedBefore) {
        return store.survey(session -> new PasswordSurvey(session).statistics(changedBefore));
    }

    @Override
    public Future<List<PasswordEvent>> of(ObjectGuid user, int limit) {
        return store.lookUp(session -> new PasswordSurvey(session).of(user, limit));
    }

    @Override
    public Future<List<OpenPassword>> open(int limit) {
        return store.survey(session -> new PasswordSurvey(session).open(limit));
    }

    @Override
    public Future<List<UnsyncedUser>> unsynced(Instant changedBefore, boolean gapsOnly, int limit) {
        return store.survey(session -> new PasswordSurvey(session).unsynced(changedBefore, gapsOnly, limit));
    }
}
