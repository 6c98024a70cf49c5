package adsync.simulation;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import adsync.directory.Bell;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Preference;
import adsync.listener.Connector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A domain of two domain controllers, which may lag behind one another, be down, be restored, or fail one call. */
final class SimulatedDomain implements Connector {

    static final int CONTROLLERS = 2;
    private static final int FAILS_ONE_IN = 60;
    private static final int DEAF_ONE_IN = 10;

    private final Scheduler scheduler;
    private final Random random;
    private final ObjectGuid head;
    private final Replica[] replicas = new Replica[CONTROLLERS];
    private final boolean[] down = new boolean[CONTROLLERS];
    private final boolean[] apart = new boolean[CONTROLLERS];
    private final int[] boots = new int[CONTROLLERS];
    private final Set<SimulatedBell> bells = new HashSet<>();
    private final Map<ObjectGuid, List<String>> told = new TreeMap<>();
    private int databases = CONTROLLERS;
    private int epoch;
    private int made;
    private boolean failing;

    SimulatedDomain(Scheduler scheduler, Random random) {
        this.scheduler = scheduler;
        this.random = random;
        this.head = newGuid();
        for (int number = 0; number < CONTROLLERS; number++) {
            replicas[number] = new Replica(number, head);
        }
    }

    ObjectGuid newGuid() {
        made++;
        return new ObjectGuid(new UUID(0xad, made));
    }

    ObjectGuid head() {
        return head;
    }

    NamingContext namingContext() {
        return new NamingContext(head, Replica.HEAD);
    }

    Replica replica(int number) {
        return replicas[number];
    }

    /** Whether calls fail now and then. */
    void failing(boolean fails) {
        failing = fails;
    }

    /** Whoever listens at a domain controller may hear that something changed there. */
    void ring(Replica replica) {
        for (SimulatedBell bell : bells(replica)) {
            if (random.nextInt(DEAF_ONE_IN) > 0) {
                scheduler.after(scheduler.within(0, 100), bell::ring);
            }
        }
    }

    /** In the order in which they came: sets have another one in each run. */
    private List<SimulatedBell> bells(Replica replica) {
        return bells.stream()
                .filter(bell -> bell.replica().equals(replica))
                .sorted()
                .toList();
    }

    /** One hears of all that the other one knows. */
    void replicate(int from, int to) {
        if (!away(from) && !away(to) && replicas[to].pull(replicas[from])) {
            ring(replicas[to]);
        }
    }

    /** Both hear of all that the other one knows; returns whether they could. */
    boolean replicate() {
        boolean reachable = !away(0) && !away(1);
        replicate(0, 1);
        replicate(1, 0);
        return reachable;
    }

    void down(int number, boolean isDown) {
        down[number] = isDown;
        if (isDown) {
            boots[number]++;
            bells(replicas[number]).forEach(SimulatedBell::lose);
        }
    }

    boolean down(int number) {
        return down[number];
    }

    /** Whether it takes no change: it is down, or nobody replicates with it. */
    boolean away(int number) {
        return down[number] || apart[number];
    }

    /** How often it went down: no connection outlives that. */
    int boots(int number) {
        return boots[number];
    }

    /** As a backup is meant to be restored: the database is another one, and hears from the other domain controller what it lost. */
    void restore(int number, Replica.Backup backup) {
        replicas[number].restore(backup, databases++);
    }

    /** As a virtual machine is put back: its database counts on from an earlier number. Nobody replicates with it. */
    void rollBack(int number, Replica.Backup backup) {
        replicas[number].restore(backup, replicas[number].database());
        apart[number] = true;
    }

    /** Makes it a domain controller anew, if it was put back. */
    void promote(int number) {
        if (apart[number]) {
            apart[number] = false;
            replicas[number].renew(databases++);
        }
    }

    boolean apart(int number) {
        return apart[number];
    }

    UpToDateVector vector(Map<Integer, Long> known) {
        Map<UUID, Long> usns = new TreeMap<>();
        known.forEach((database, upTo) -> usns.put(Replica.invocationId(database), upTo));
        return new UpToDateVector(usns);
    }

    /** From now on no cookie is good that was given before. */
    void forgetCookies() {
        epoch++;
    }

    int epoch() {
        return epoch;
    }

    /** Connects like the real thing: to the one before, else in order, and last to those that fail. */
    @Override
    public Directory connect(Preference preference) {
        List<Replica> order = new ArrayList<>(List.of(replicas));
        order.sort(Comparator.comparing(one -> !preference.last().equals(Optional.of(one.host()))));
        order.sort(Comparator.comparingInt(one -> preference.failing().indexOf(one.host())));
        return order.stream()
                .filter(one -> !down[one.number()])
                .findFirst()
                .<Directory>map(one -> new SimulatedDirectory(this, one))
                .orElseThrow(() -> new DirectoryException(Reason.UNREACHABLE, "no domain controller answers"));
    }

    @Override
    public Optional<Directory> preferredTo(String host) {
        return replicas[0].host().equals(host) || down[0]
                ? Optional.empty()
                : Optional.of(new SimulatedDirectory(this, replicas[0]));
    }

    /** Before each call. */
    void called(Replica replica) {
        if (down[replica.number()] || (failing && random.nextInt(FAILS_ONE_IN) == 0)) {
            throw new DirectoryException(Reason.UNREACHABLE, replica.host() + " does not answer");
        }
    }

    /** Objects that a page has at most. */
    int pageSize() {
        return 4;
    }

    /** What was said of an object, by the attribute that counts its changes. */
    void told(ObjectGuid guid, String revision) {
        List<String> of = told.computeIfAbsent(guid, first -> new ArrayList<>());
        if (of.isEmpty() || !of.getLast().equals(revision)) {
            of.add(revision);
        }
    }

    List<String> told(ObjectGuid guid) {
        return told.getOrDefault(guid, List.of());
    }

    Bell register(Replica replica, Bell.Listener listener) {
        SimulatedBell bell = new SimulatedBell(++made, replica, listener);
        bells.add(bell);
        return bell;
    }

    /** A registration. */
    private final class SimulatedBell implements Bell, Comparable<SimulatedBell> {

        private final int number;
        private final Replica replica;
        private final Bell.Listener listener;

        private SimulatedBell(int number, Replica replica, Bell.Listener listener) {
            this.number = number;
            this.replica = replica;
            this.listener = listener;
        }

        private Replica replica() {
            return replica;
        }

        private void ring() {
            if (bells.contains(this)) {
                listener.rung();
            }
        }

        private void lose() {
            bells.remove(this);
            listener.lost(new DirectoryException(Reason.UNREACHABLE, "the bell was cut"));
        }

        @Override
        public void ping() {
            called(replica);
        }

        @Override
        public void close() {
            bells.remove(this);
        }

        @Override
        public int compareTo(SimulatedBell other) {
            return Integer.compare(number, other.number);
        }
    }
}
