package adsync.shipper;

import adsync.journal.Answer;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.Settlement;
import adsync.scim.ScimOperation;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row on its way: what is known of its account, what was sent, and how it ended. */
final class Parcel {

    private final OutboxRow row;
    private Optional<Link> link;
    private boolean sure;
    private boolean alone;
    private @Nullable String conflict;
    private Map<String, String> digests = Map.of();
    private @Nullable ScimOperation operation;
    private @Nullable Settlement settlement;

    /**
     * A row that was just claimed.
     *
     * @param sure whether an account without a link cannot exist
     */
    Parcel(OutboxRow row, boolean sure) {
        this.row = row;
        this.link = row.link();
        this.sure = sure;
    }

    OutboxRow row() {
        return row;
    }

    Optional<Link> link() {
        return link;
    }

    /** Whether what we know of its account is so. */
    boolean sure() {
        return sure;
    }

    /** What was found at the provider is now what we know. */
    void found(Optional<Link> account) {
        link = account;
        sure = true;
        conflict = null;
    }

    /** What we sent may have come through: ask. */
    void doubt() {
        sure = false;
        alone = true;
    }

    /** Whether the journal knows what we know of its account: what was only found is to be found again once it was put off. */
    boolean kept() {
        return sure && link.equals(row.link());
    }

    /** Whether it is not to go in bulk: there its fate was unclear already, or it replaces what has to be read first. */
    boolean alone() {
        return alone || operation instanceof ScimOperation.Replace;
    }

    /** A creation or renaming met something of the same name: it may be our own account. */
    void conflict(String said) {
        sure = false;
        conflict = said;
    }

    /** What was in its way has given way, and it has no account but the one we know. */
    void resolved() {
        sure = true;
        conflict = null;
    }

    /** What the provider said to a creation or renaming that met something of the same name; null if none did. */
    @Nullable String conflict() {
        return conflict;
    }

    /** Forgets an account that is no longer there. */
    void forgetLink() {
        link = Optional.empty();
        sure = false;
    }

    void sending(ScimOperation next, Map<String, String> acknowledgedBySuccess) {
        operation = next;
        digests = acknowledgedBySuccess;
    }

    @Nullable ScimOperation operation() {
        return operation;
    }

    /** What was sent last, without any value. */
    String request() {
        return switch (operation) {
            case null -> "";
            case ScimOperation.Create create -> "POST /Users";
            case ScimOperation.Patch patch -> "PATCH /Users/" + patch.id() + ": " + paths(patch);
            case ScimOperation.Replace replace -> "PUT /Users/" + replace.id() + ": " + paths(replace);
            case ScimOperation.Delete delete -> "DELETE /Users/" + delete.id();
        };
    }

    private static String paths(ScimOperation.Change change) {
        return change.edits().stream().map(ScimOperation.Edit::path).collect(Collectors.joining(", "));
    }

    Map<String, String> digests() {
        return digests;
    }

    void settle(Settlement how) {
        settlement = how;
    }

    @Nullable Settlement settlement() {
        return settlement;
    }

    boolean open() {
        return settlement == null;
    }

    /** How it ended; only of a settled parcel. */
    Answer answer() {
        return Objects.requireNonNull(settlement).answer();
    }
}
