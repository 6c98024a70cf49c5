package adsync.journal;

import java.time.Instant;
import java.util.Optional;

/** How many rows of which kind there are, counted with each change of them. Undone with the transaction or the call. */
final class Tally {

    private Counts now = Counts.NONE;
    private Counts atTransaction = Counts.NONE;
    private Counts atSavepoint = Counts.NONE;
    private volatile Counts published = Counts.NONE;
    private long released;

    /**
     * The numbers.
     *
     * @param objects present ones
     * @param waiting rows of the outbox that are neither parked nor held
     */
    record Counts(long objects, long waiting, long parked, long held, long links) {
        private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        JournalStatistics with(Optional<Instant> oldest, String unwritable) {
            return new JournalStatistics(objects, waiting, parked, held, links, oldest, unwritable);
        }
    }

    /** Where a row of the outbox is. */
    enum Place {
        WAITING,
        PARKED,
        HELD
    }

    void start(Counts counted) {
        now = counted;
        atTransaction = counted;
        published = counted;
    }

    /** What the last transaction left; to be asked by any thread. */
    Counts published() {
        return published;
    }

    /** Rows became due that no change of their own object made so: whoever ships them must hear of it. */
    void released(long rows) {
        released += rows;
    }

    /** How many since this was last asked; perhaps too many, where a call was undone. */
    long takeReleased() {
        long rows = released;
        released = 0;
        return rows;
    }

    /** Accounts that are linked, as the transaction sees it. */
    long links() {
        return now.links();
    }

    void objects(long difference) {
        now = new Counts(now.objects() + difference, now.waiting(), now.parked(), now.held(), now.links());
    }

    void links(long difference) {
        now = new Counts(now.objects(), now.waiting(), now.parked(), now.held(), now.links() + difference);
    }

    void added(Place place, long rows) {
        now = new Counts(
                now.objects(),
                now.waiting() + (place == Place.WAITING ? rows : 0),
                now.parked() + (place == Place.PARKED ? rows : 0),
                now.held() + (place == Place.HELD ? rows : 0),
                now.links());
    }

    void moved(Place from, Place to, long rows) {
        added(from, -rows);
        added(to, rows);
    }

    void begin() {
        atTransaction = now;
    }

    void savepoint() {
        atSavepoint = now;
    }

    void committed() {
        atTransaction = now; // the next begin may fail
        published = now;
    }

    void rolledBack() {
        now = atTransaction;
    }

    void rolledBackToSavepoint() {
        now = atSavepoint;
    }
}
