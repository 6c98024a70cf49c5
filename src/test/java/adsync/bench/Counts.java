package adsync.bench;

import adsync.embedded.EmbeddedDirectory;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a small change of something large costs, counted: searches in the directory, and changes at the provider. */
final class Counts {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** When nothing was asked and told for so long, all is done. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final int PER_SEARCH = 500;

    private final Path folder;

    Counts(Path folder) {
        this.folder = folder;
    }

    /** One round on an embedded directory: a member more of a group with so many, and a unit with a fifth of them renamed. */
    List<Round> rounds(int members) throws IOException, LDAPException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "counts");
        try (var directory = EmbeddedDirectory.start();
                SinkProcess sink = SinkProcess.start()) {
            directory.seedPeople(members + 1);
            Place place = Place.of(directory, folder);
            List<String> names = new BareDirectory(place, List.of()).names();
            String newcomer = names.getFirst();
            String group = "CN=Everybody," + place.root();
            String unit = "OU=Region," + place.root();
            try (LDAPConnection administrator = place.connect(place.administrator())) {
                add(administrator, group, unit, names.subList(1, names.size()));
                int moved = gather(administrator, names, unit, members / 5);
                Path file = Settings.writeWithGroups(state, place, sink);
                try (var service = ServiceProcess.start(file, List.of(), line -> {})) {
                    service.await("enumeration done", LONGEST);
                    InitialLoad.awaitQuiet(service, names.size());
                    rest(directory, sink, service);
                    long before = directory.searches();
                    administrator.modify(group, new Modification(ModificationType.ADD, "member", newcomer));
                    Round member = round(directory, sink, service, before, "a member more of a group of", members);
                    before = directory.searches();
                    administrator.modifyDN(unit, "OU=Renamed", true);
                    return List.of(member, round(directory, sink, service, before, "a renamed unit of", moved));
                }
            }
        }
    }

    private static void add(LDAPConnection administrator, String group, String unit, List<String> members)
            throws LDAPException {
        administrator.add(
                group,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", "everybody"),
                new Attribute("member", members));
        administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
    }

    /** Moves units into another until it has so many users, but not that of the first user. Returns how many it has. */
    private static int gather(LDAPConnection administrator, List<String> names, String into, int users)
            throws LDAPException {
        Map<String, Integer> units = new HashMap<>();
        for (String name : names) {
            units.merge(new DN(name).getParentString(), 1, Integer::sum);
        }
        units.remove(new DN(names.getFirst()).getParentString());
        int moved = 0;
        for (Map.Entry<String, Integer> unit : units.entrySet()) {
            if (moved < users) {
                administrator.modifyDN(unit.getKey(), String.valueOf(new DN(unit.getKey()).getRDN()), true, into);
                moved += unit.getValue();
            }
        }
        return moved;
    }

    /** Waits for what follows a change, and tells what it cost since there were so many searches. */
    private static Round round(
            EmbeddedDirectory directory, SinkProcess sink, ServiceProcess service, long before, String what, int size)
            throws IOException, InterruptedException {
        while (directory.searches() == before) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        int changes = rest(directory, sink, service);
        double searches = directory.searches() - before;
        var round = new Round(String.format(Locale.ROOT, "%s %,d", what, size), "changes", changes);
        round.more("searches", searches);
        round.more("searches for 500", searches * PER_SEARCH / size);
        return round;
    }

    /** Waits until all is done. How many changes the provider was told meanwhile. */
    private static int rest(EmbeddedDirectory directory, SinkProcess sink, ServiceProcess service)
            throws IOException, InterruptedException {
        int changes = 0;
        long searches = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            int more = sink.changes();
            if (more > 0 || directory.searches() != searches) {
                since = System.nanoTime();
                searches = directory.searches();
                changes += more;
            }
            if (!service.alive()) {
                throw new IllegalStateException("the service ended");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return changes;
    }
}
