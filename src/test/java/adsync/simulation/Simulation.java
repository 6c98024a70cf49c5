package adsync.simulation;

import adsync.change.ObjectGuid;
import adsync.journal.HazardKind;
import adsync.journal.Hold;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.listener.ReconcileRequested;
import adsync.shipper.ComparisonRequested;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** One schedule: what happens to the service, its directory and its provider by one seed, until all is well or something is wrong. */
final class Simulation {

    private static final int STEPS = 60;
    private static final Duration CONVERGES_WITHIN = Duration.ofMinutes(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1500);
    private static final Duration LOOK_SELDOM = Duration.ofMinutes(1);
    private static final int LOOKS_IN_A_ROW = 2;

    /** A page, and what is found by the way. */
    private static final int BEYOND_OUTBOX = 14;

    private final StateFolders folders;
    private final Random random;
    private final Scheduler scheduler;
    private final Trace trace;
    private final Settings settings;
    private final SimulatedTimeOfDay timeOfDay;
    private final SimulatedDomain domain;
    private final ProviderFaults faults;
    private final SimulatedProvider provider;
    private final PasswordSource source;
    private final Story story;
    private final Outages outages;
    private final Oracle oracle;
    private final EmptiedDirectory emptied;
    private final Set<String> approved = new HashSet<>();
    private SimulatedProcess process;
    private SimulatedService service;
    private int writesLeft = Integer.MAX_VALUE;
    private boolean crashes;
    private int well;
    private boolean over;

    Simulation(long seed, StateFolders folders) {
        this.folders = folders;
        random = new Random(seed);
        scheduler = new Scheduler(new Random(random.nextLong()));
        trace = new Trace(scheduler);
        settings = Settings.draw(random);
        trace.add(settings.toString());
        timeOfDay = new SimulatedTimeOfDay(scheduler);
        domain = new SimulatedDomain(scheduler, new Random(random.nextLong()));
        faults = new ProviderFaults(new Random(random.nextLong()));
        provider = new SimulatedProvider(scheduler, trace);
        source = new PasswordSource(scheduler, trace, this::knock);
        story = new Story(domain, random, scheduler, trace, this::passwordChanged, provider::isShipped);
        oracle = new Oracle(domain.replica(0), provider, settings.deprovisioning(), story);
        emptied = new EmptiedDirectory(oracle, story, trace);
        outages =
                new Outages(domain, faults, folders.disk(), timeOfDay, scheduler, new Random(random.nextLong()), trace);
        folders.begin();
        folders.disk().begin(new Random(random.nextLong()));
        process = process();
        service = service();
    }

    Trace trace() {
        return trace;
    }

    /** Runs it to its end; fails with what is wrong. */
    void run() {
        start();
        next(STEPS);
        while (!over) {
            scheduler.step();
            if (crashes) {
                crash();
            }
        }
        end();
        service.bury();
    }

    private SimulatedProcess process() {
        return new SimulatedProcess(scheduler, this::failed, this::worked);
    }

    private SimulatedService service() {
        var client =
                new ProviderClient(scheduler, process, provider, faults, random::nextBoolean, trace, settings.bulk());
        return new SimulatedService(timeOfDay, process, settings, domain, client, new Random(random.nextLong()));
    }

    private void failed(Throwable failure) {
        throw new AssertionError("a thread of the service ended", failure);
    }

    private void start() {
        trace.add("-- the service starts");
        SimulatedService starting = service;
        process.run(() -> {
                    starting.start(folders.current());
                    return true;
                })
                .onFailure(failure -> {
                    trace.add("-- it cannot start"); // the message names a folder, which is another one each time
                    crashes = true;
                });
    }

    /** The crash points: something is on the disk, and nobody knows it. */
    private void worked(String executor) {
        if (!executor.startsWith("adsync-journal-writer")) {
            return;
        }
        writesLeft--;
        crashes |= writesLeft == 0;
        checkBounds();
        checkGuard();
    }

    private void checkBounds() {
        service.journal().map(journal -> journal.outboxSize()).ifPresent(size -> {
            if (size.succeeded() && size.result() > Settings.OUTBOX_LIMIT + BEYOND_OUTBOX) {
                throw new Violation("the outbox has " + size.result() + " rows");
            }
        });
    }

    private void checkGuard() {
        if (settings.guarded()) {
            provider.harm().check(approved, over);
        }
        provider.harm().checkRoot(story.wentWithRoot(), approved);
    }

    private void crash() {
        trace.add("-- the service is killed");
        crashes = false;
        writesLeft = Integer.MAX_VALUE;
        folders.cut();
        process.die();
        service.bury();
        again(scheduler.within(100, 3000));
    }

    /** Another life. */
    private void again(Duration pause) {
        process = process();
        service = service();
        SimulatedProcess next = process;
        scheduler.after(pause, () -> {
            if (!next.dead()) {
                start();
            }
        });
    }

    private void next(int left) {
        if (left == 0) {
            scheduler.after(Duration.ofSeconds(2), this::heal);
            return;
        }
        scheduler.after(scheduler.within(0, random.nextInt(4) == 0 ? 3000 : 300), () -> {
            happen();
            next(left - 1);
        });
    }

    private void happen() {
        switch (random.nextInt(42)) {
            case 0 -> writesLeft = 1 + random.nextInt(12);
            case 1 -> {
                writesLeft = 1 + random.nextInt(40);
                whole();
            }
            case 2 -> crashes = true;
            case 3 -> restart();
            case 4 -> domain.failing(random.nextBoolean());
            case 5, 6 -> faults.failing(random.nextInt(3) > 0);
            case 7 -> outages.provider();
            case 8 -> outages.controller();
            case 9 -> {
                trace.add("-- the cookies became invalid");
                domain.forgetCookies();
            }
            case 10, 11, 12, 13 -> domain.replicate(0, 1);
            case 14, 15, 16 -> domain.replicate(1, 0);
            case 17, 18 -> decide();
            case 19 -> whole();
            case 20 -> outages.disk();
            case 21 -> outages.clock();
            case 22 -> outages.backup();
            default -> story.step();
        }
    }

    /** Somebody asks for everything to be looked at again. */
    private void whole() {
        boolean directory = random.nextBoolean();
        trace.add("-- somebody asks for a comparison with the " + (directory ? "directory" : "provider"));
        ask(asked -> {
            if (directory) {
                asked.requestReconcile();
                asked.tell(ReconcileRequested.ADDRESS, new ReconcileRequested());
            } else {
                asked.tell(ComparisonRequested.ADDRESS, new ComparisonRequested(true, true, true));
            }
        });
    }

    private void decide() {
        boolean approves = random.nextInt(3) > 0;
        ask(asked -> asked.openHolds().stream().findFirst().ifPresent(hold -> {
            trace.add("-- hold " + hold.id() + " is " + (approves ? "approved" : "rejected"));
            if (approves) {
                approve(asked, hold);
            } else {
                asked.reject(hold);
            }
        }));
    }

    private void approve(SimulatedService asked, Hold hold) {
        asked.approve(hold, approved);
        if (hold.kind() == HazardKind.ROOT_DELETED) { // whoever went with the root, whether read already or not
            story.wentWithRoot().forEach(user -> approved.add(user.toString()));
        }
    }

    private void restart() {
        if (!service.started()) {
            return;
        }
        trace.add("-- the service is restarted");
        SimulatedService stopping = service;
        SimulatedProcess ending = process;
        Future<Boolean> stopped = process.run(() -> {
            stopping.stop();
            return true;
        });
        stopped.onFailure(failure -> trace.add("-- it does not stop in order"));
        stopped.onComplete(done -> scheduler.after(Duration.ZERO, () -> {
            if (!ending.dead()) {
                ending.die();
                again(Duration.ofMillis(500));
            }
        }));
    }

    /** Asks the service, if it is there. */
    private void ask(Consumer<SimulatedService> question) {
        SimulatedService asked = service;
        if (asked.started()) {
            process.run(() -> {
                question.accept(asked);
                return true;
            });
        }
    }

    private void knock(Function<SimulatedService, Receipt> request, Consumer<Receipt> answered) {
        SimulatedService asked = service;
        if (asked.started()) {
            process.run(() -> request.apply(asked)).onSuccess(answered::accept);
        }
    }

    private void passwordChanged(ObjectGuid user, int number) {
        String sid = domain.replica(0)
                .find(user)
                .or(() -> domain.replica(1).find(user))
                .flatMap(entry -> entry.state().value("objectSid"))
                .orElseThrow();
        source.changed(user, sid, number);
    }

    /** From now on nothing breaks any more. */
    private void heal() {
        trace.add("-- nothing breaks any more");
        outages.heal();
        look(scheduler.instant(), CONVERGES_WITHIN.plus(outages.clockWentBack()));
    }

    private void look(Instant healed, Duration within) {
        List<String> complaints = oracle.complaints();
        boolean waits = !service.started()
                || source.waits()
                || service.journal()
                        .map(journal -> journal.outboxSize().result() != 0)
                        .orElse(true);
        well = complaints.isEmpty() && !waits && passwordsMissing().isEmpty() ? well + 1 : 0;
        if (well >= LOOKS_IN_A_ROW) {
            over = true;
            return;
        }
        Instant expected = emptied.look(
                        complaints, service.started() && service.sweepRefused(), !waits, scheduler.instant())
                .orElse(healed);
        Duration passed = Duration.between(expected, scheduler.instant());
        if (passed.compareTo(within) > 0) {
            throw new Violation("the provider is not as the directory: " + complaints + passwordsMissing()
                    + service.journal().map(journal -> journal.outboxSize().result()));
        }
        ask(asked -> {
            asked.openHolds().forEach(hold -> approve(asked, hold));
            asked.releaseParked();
        });
        scheduler.after(
                passed.compareTo(CONVERGES_WITHIN) < 0 ? LOOK_EVERY : LOOK_SELDOM, () -> look(expected, within));
    }

    /** Those with a 200 that are not at the provider. */
    private List<String> passwordsMissing() {
        return source.taken().entrySet().stream()
                .filter(taken -> !story.wandered().contains(taken.getKey()))
                .filter(taken -> provider.accounts().values().stream()
                        .filter(account -> SimulatedProvider.key(account)
                                .equals(taken.getKey().toString()))
                        .noneMatch(account -> ("sealed-" + taken.getValue()).equals(account.get("password"))))
                .map(taken -> "password " + taken.getValue() + " of " + taken.getKey() + " is lost")
                .toList();
    }

    /** What was shipped of each object is a part of what was read of it, in order. */
    private void end() {
        checkGuard();
        for (Map.Entry<String, List<String>> applied : provider.applied().entrySet()) {
            List<String> read = domain.told(ObjectGuid.parse(applied.getKey()));
            int from = 0;
            for (String revision : applied.getValue()) {
                while (from < read.size() && !read.get(from).equals(revision)) {
                    from++;
                }
                if (from == read.size()) {
                    throw new Violation(
                            applied.getKey() + " was shipped as " + applied.getValue() + ", and was read as " + read);
                }
            }
        }
        trace.add("all is well after " + scheduler.steps() + " steps");
    }
}
