package adsync.intake;

import adsync.directory.WritableController;
import adsync.journal.EnrolledController;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which domain controllers tell of changed passwords, of those that may take a change. Whoever has a source is known by the
 * objectGUID of its computer: a name may be given to another one.
 *
 * @param sources all there are, by name: the writable domain controllers, and those that were invited
 * @param unasked why the directory could not tell which ones are writable, empty if it did; what it told before is counted
 *     on then, or those that were invited
 */
public record Coverage(List<Source> sources, Optional<String> unasked) {

    private static final String NO_SOURCE = "no source";
    private static final String NOT_WRITABLE = "no writable domain controller: see adsync dc revoke";

    public Coverage {
        sources = List.copyOf(sources);
    }

    /**
     * A domain controller, or what once was one.
     *
     * @param name its DNS name, or its objectGUID if it has none
     * @param invited what is known of its source; empty if it was never invited
     * @param expected whether it has to report
     * @param trouble why it does not do its part, in a few words; empty if it does
     * @param loss what it lost lately, in a few words; empty if it is not known to have lost anything
     */
    public record Source(
            String name, Optional<EnrolledController> invited, boolean expected, String trouble, String loss) {

        private boolean reports() {
            return expected && trouble.isEmpty();
        }
    }

    /** What the directory told, or why it did not. */
    record Sight(List<WritableController> writable, Optional<String> unasked) {

        static final Sight NONE = new Sight(List.of(), Optional.of("it was not asked yet"));

        Sight {
            writable = List.copyOf(writable);
        }

        /** None at all would be nobody to sign in: they cannot be seen then. */
        static Sight of(List<WritableController> writable) {
            return writable.isEmpty()
                    ? new Sight(writable, Optional.of("it shows our account no writable domain controller"))
                    : new Sight(writable, Optional.empty());
        }

        /** If the directory did not tell, what it told before is counted on. */
        Sight after(List<WritableController> before) {
            return writable.isEmpty() ? new Sight(before, unasked) : this;
        }

        static Sight failed(Throwable cause) {
            return new Sight(List.of(), Optional.of(String.valueOf(cause.getMessage())));
        }
    }

    /**
     * When the directory told.
     *
     * @param writable the writable domain controllers; none if our account may not see them
     * @param before what it told before
     */
    public static Coverage of(
            List<WritableController> writable,
            List<WritableController> before,
            List<EnrolledController> invited,
            Instant now) {
        return of(Sight.of(writable).after(before), invited, now);
    }

    /**
     * When the directory could not be asked.
     *
     * @param before what it told before
     */
    public static Coverage unasked(
            Throwable cause, List<WritableController> before, List<EnrolledController> invited, Instant now) {
        return of(Sight.failed(cause).after(before), invited, now);
    }

    /** Where no passwords are taken: those that were invited before are all there are. */
    public static Coverage ofInvited(List<EnrolledController> invited, Instant now) {
        return of(new Sight(List.of(), Optional.empty()), invited, now);
    }

    static Coverage of(Sight sight, List<EnrolledController> invited, Instant now) {
        Map<String, String> left = new HashMap<>(); // objectGUID to name
        sight.writable()
                .forEach(one -> left.put(
                        one.objectGuid().toString(),
                        one.name().isEmpty() ? one.objectGuid().toString() : one.name()));
        List<Source> sources = new ArrayList<>();
        List<EnrolledController> enrolledFirst = invited.stream() // the others are known by a name alone
                .sorted(Comparator.comparing(one -> one.guid().isEmpty()))
                .toList();
        for (EnrolledController one : enrolledFirst) {
            Optional<String> guid = one.guid().or(() -> named(left, one.name()));
            boolean writable = guid.map(left::remove).isPresent();
            boolean gone = !sight.writable().isEmpty() && one.enrolled() && !writable;
            sources.add(new Source(
                    one.name(),
                    Optional.of(one),
                    writable || sight.writable().isEmpty(),
                    gone ? NOT_WRITABLE : Report.trouble(one, now),
                    Report.loss(one, now)));
        }
        left.values().forEach(name -> sources.add(new Source(name, Optional.empty(), true, NO_SOURCE, "")));
        sources.sort(Comparator.comparing(Source::name, String.CASE_INSENSITIVE_ORDER));
        return new Coverage(sources, sight.unasked());
    }

    private static Optional<String> named(Map<String, String> writable, String name) {
        return writable.entrySet().stream()
                .filter(one -> one.getValue().equalsIgnoreCase(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** How many have to report. */
    public long expected() {
        return sources.stream().filter(Source::expected).count();
    }

    /** How many of those do. */
    public long reporting() {
        return sources.stream().filter(Source::reports).count();
    }

    /** Those that do not, each with what is wrong: {@code dc2.example.com (no source)}. */
    public List<String> missing() {
        return sources.stream()
                .filter(one -> one.expected() && !one.reports())
                .map(one -> one.name() + " (" + one.trouble() + ")")
                .toList();
    }
}
