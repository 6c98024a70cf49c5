package adsync.bench;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.People;
import adsync.testing.ScimServer;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Row 2: from a change being made in the directory to the provider's answer, beside a bare bell with one request. */
final class Latency {

    private static final int PEOPLE = 400;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path folder;

    Latency(Path folder) {
        this.folder = folder;
    }

    /** A pace of changes. */
    private record Pace(int perSecond, int count) {}

    private static final List<Pace> PACES = List.of(new Pace(1, 20), new Pace(50, 750), new Pace(200, 2000));

    /** Both directories at each pace. */
    List<Round> rounds(Place samba, int number) throws LDAPException, IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        try (var directory = EmbeddedDirectory.start()) {
            measure(Place.of(directory, folder), number, rounds);
        }
        measure(samba, number, rounds);
        return rounds;
    }

    private void measure(Place place, int number, List<Round> rounds)
            throws LDAPException, IOException, InterruptedException {
        try (LDAPConnection administrator = place.connect(place.administrator());
                ScimServer server = ProviderProcess.start()) {
            List<Person> people = hire(administrator, place, number);
            Place small = place.at(unit(place, number));
            List<Timings> reached = service(small, server, administrator, people);
            List<Timings> bare = bare(small, server, administrator, people);
            for (int i = 0; i < PACES.size(); i++) {
                rounds.add(round(place, PACES.get(i), reached.get(i), bare.get(i)));
            }
        }
    }

    private static Round round(Place place, Pace pace, Timings reached, Timings bare) {
        double service = reached.milliseconds(50);
        var round = new Round("change to ack p50, " + place.name() + ", " + pace.perSecond() + "/s", "ms", service);
        round.baseline(bare.milliseconds(50), service);
        round.more("p99 ms", reached.milliseconds(99));
        round.more("bare p99 ms", bare.milliseconds(99));
        round.more("p50 over bare ms", service - bare.milliseconds(50));
        round.more("p99 over bare ms", reached.milliseconds(99) - bare.milliseconds(99));
        return round;
    }

    /** Somebody whose title is changed. */
    record Person(String dn, String guid) {}

    private static String unit(Place place, int number) {
        return "OU=Bench " + ProcessHandle.current().pid() + "-" + number + "," + place.baseDn();
    }

    private static List<Person> hire(LDAPConnection administrator, Place place, int number) throws LDAPException {
        String unit = unit(place, number);
        administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            // Account names are unique in the whole domain.
            var person = People.person((int) (ProcessHandle.current().pid() % 90_000) * 1000 + number * PEOPLE + i);
            administrator.add(person.entry(unit));
            people.add(
                    new Person(person.dn(unit), Timings.guid(administrator.getEntry(person.dn(unit), "objectGUID"))));
        }
        return people;
    }

    private List<Timings> service(Place place, ScimServer server, LDAPConnection administrator, List<Person> people)
            throws IOException, InterruptedException, LDAPException {
        Path state = Files.createTempDirectory(folder, "latency");
        Path file = Settings.write(state, place, server);
        var timings = new Timings[] {new Timings()};
        List<Timings> all = new ArrayList<>();
        try (var service = ServiceProcess.start(
                file, List.of(), line -> timings[0].answered(new JsonObject(line).getString("objectGUID")))) {
            service.await("enumeration done", LONGEST);
            await("the first accounts", () -> service.changes() >= people.size());
            change(administrator, people, new Pace(50, 500), new Timings()); // warms both up
            for (Pace pace : PACES) {
                await("quiet", () -> System.nanoTime() - service.lastChange() > TimeUnit.SECONDS.toNanos(3));
                timings[0] = new Timings();
                change(administrator, people, pace, timings[0]);
                await("all answers", timings[0]::complete);
                all.add(timings[0]);
            }
        }
        return all;
    }

    private static List<Timings> bare(Place place, ScimServer server, LDAPConnection administrator, List<Person> people)
            throws LDAPException {
        List<Timings> all = new ArrayList<>();
        try (var bell = new BareBell(place, server)) {
            change(administrator, people, new Pace(50, 500), new Timings());
            for (Pace pace : PACES) {
                await("quiet", bell::quiet);
                var timings = new Timings();
                bell.tell(timings);
                change(administrator, people, pace, timings);
                await("all answers", timings::complete);
                all.add(timings);
            }
        }
        return all;
    }

    private static void change(LDAPConnection administrator, List<Person> people, Pace pace, Timings timings)
            throws LDAPException {
        long begun = System.nanoTime();
        for (int i = 0; i < pace.count(); i++) {
            long due = begun + i * TimeUnit.SECONDS.toNanos(1) / pace.perSecond();
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Person person = people.get(i % people.size());
            timings.begun(person.guid());
            administrator.modify(
                    person.dn(), new Modification(ModificationType.REPLACE, "title", "Title " + System.nanoTime()));
        }
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + " did not come within " + LONGEST);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
