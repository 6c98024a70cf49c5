package adsync.web;

import adsync.embedded.EmbeddedDirectory;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where one person after the other gets another title, so many a second. */
final class Office implements AutoCloseable {

    private static final long TICK_MILLISECONDS = 100;

    private final LDAPConnection administrator;
    private final List<String> people;
    private final int perTick;
    private final int changes;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger made = new AtomicInteger();
    private volatile @Nullable Future<?> working;

    /** Of those below {@code OU=Staff}; it begins when it is told to. */
    Office(EmbeddedDirectory directory, int perSecond, int changes) throws LDAPException {
        this.perTick = Math.toIntExact(perSecond * TICK_MILLISECONDS / 1000);
        this.changes = changes;
        administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
        people = Objects.requireNonNull(administrator
                        .search(
                                "OU=Staff," + directory.baseDn(),
                                SearchScope.SUB,
                                "(&(objectCategory=person)(userPrincipalName=*))",
                                "1.1")
                        .getSearchEntries())
                .stream()
                .map(SearchResultEntry::getDN)
                .toList();
    }

    void begin() {
        working = clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (int number = 0; number < perTick && made.get() < changes; number++) {
            int next = made.get();
            try {
                administrator.modify(
                        people.get(next % people.size()),
                        new Modification(ModificationType.REPLACE, "title", title(next)));
            } catch (LDAPException e) {
                throw new IllegalStateException(e);
            }
            made.set(next + 1);
        }
    }

    /** The one that a change gives. */
    static String title(int change) {
        return "Title " + change;
    }

    /** Whether all changes are made; fails if one was refused. */
    boolean done() {
        Future<?> now = working;
        if (now != null && now.state() == Future.State.FAILED) {
            throw new IllegalStateException(now.exceptionNow());
        }
        return made.get() == changes;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        administrator.close();
    }
}
