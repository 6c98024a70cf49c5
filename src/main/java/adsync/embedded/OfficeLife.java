package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a company, one change after the other, written by an administrator over LDAP like anywhere: people are
 * hired, promoted, renamed, moved, disabled, and leave. Not thread-safe; equal seeds over equal directories make equal
 * lives.
 */
public final class OfficeLife implements AutoCloseable {

    private static final int TRIES = 500;

    private final Map<Happening, Integer> weights = new EnumMap<>(Happening.class);
    private final RandomGenerator random;
    private final LDAPConnection connection;
    private final Staff staff;
    private final StaffChanges changes;

    /** What can happen to somebody. */
    public enum Happening {
        HIRED(10),
        PROMOTED(15),
        NEW_PHONE(15),
        CLEARED(8),
        MARRIED(5),
        MOVED(8),
        DISABLED(5),
        ENABLED(5),
        NEW_MANAGER(10),
        NEW_PASSWORD(6),
        LEFT(6);

        private final int weight;

        Happening(int weight) {
            this.weight = weight;
        }
    }

    /**
     * What happened.
     *
     * @param description one line, such as {@code Anna Becker was promoted to Director}
     * @param name the common name of whom it happened to, afterwards
     */
    public record Event(Happening happening, String description, String name) {}

    /**
     * Connects as the administrator.
     *
     * @param directory whose people below {@code OU=Staff} this is about; there must be some
     * @throws IllegalStateException if it cannot be reached
     */
    public OfficeLife(EmbeddedDirectory directory, RandomGenerator random) {
        this.random = random;
        for (Happening happening : Happening.values()) {
            weights.put(happening, happening.weight);
        }
        try {
            this.connection = StaffChanges.connect(directory);
            this.staff = Staff.read(connection, directory.baseDn(), random);
        } catch (LDAPException e) {
            throw new IllegalStateException("the office could not be opened", e);
        }
        this.changes = new StaffChanges(connection, staff, directory.options().dnsName(), random);
    }

    /**
     * Lets the next thing happen.
     *
     * @throws IllegalStateException if the directory does not take it
     */
    public Event next() {
        Event event = null;
        while (event == null) {
            event = attempt(draw());
        }
        return event;
    }

    /**
     * Lets that very thing happen to somebody it can happen to.
     *
     * @throws IllegalStateException if there is nobody, or the directory does not take it
     */
    public Event happen(Happening happening) {
        Event event = attempt(happening);
        if (event == null) {
            throw new IllegalStateException("nobody is left for " + happening);
        }
        return event;
    }

    private @Nullable Event attempt(Happening happening) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                return changes.make(happening);
            } catch (LDAPException e) {
                if (!goesWithSomebodyElse(e)) {
                    throw new IllegalStateException(happening + " was refused", e);
                }
            }
        }
        return null;
    }

    /** Others change the directory too: people vanish, and names are taken. */
    private static boolean goesWithSomebodyElse(LDAPException refused) {
        return List.of(
                        ResultCode.NO_SUCH_OBJECT,
                        ResultCode.ENTRY_ALREADY_EXISTS,
                        ResultCode.CONSTRAINT_VIOLATION,
                        ResultCode.OTHER)
                .contains(refused.getResultCode());
    }

    private Happening draw() {
        List<Happening> urn = new ArrayList<>();
        weights.forEach((happening, weight) -> {
            for (int at = 0; at < weight; at++) {
                urn.add(happening);
            }
        });
        return urn.get(random.nextInt(urn.size()));
    }

    /** How many people there are now. */
    public int headcount() {
        return staff.size();
    }

    @Override
    public void close() {
        connection.close();
    }
}
