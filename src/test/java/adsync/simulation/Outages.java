package adsync.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What breaks around the service, and is well again after a while, or when all is to be well. */
final class Outages {

    /** Less than the window of the guard: what it counts is counted to the end. */
    private static final int MOST_MINUTES_OFF = 300;

    private final SimulatedDomain domain;
    private final ProviderFaults faults;
    private final SimulatedDisk disk;
    private final SimulatedTimeOfDay timeOfDay;
    private final Scheduler scheduler;
    private final Random random;
    private final Trace trace;
    private Duration wentBack = Duration.ZERO;
    private final Replica.@Nullable Backup[] backups = new Replica.Backup[SimulatedDomain.CONTROLLERS];

    Outages(
            SimulatedDomain domain,
            ProviderFaults faults,
            SimulatedDisk disk,
            SimulatedTimeOfDay timeOfDay,
            Scheduler scheduler,
            Random random,
            Trace trace) {
        this.domain = domain;
        this.faults = faults;
        this.disk = disk;
        this.timeOfDay = timeOfDay;
        this.scheduler = scheduler;
        this.random = random;
        this.trace = trace;
    }

    void provider() {
        trace.add("-- the provider is out for a while");
        faults.out(true);
        scheduler.after(scheduler.within(500, 20_000), () -> faults.out(false));
    }

    void disk() {
        SimulatedDisk.Trouble trouble = List.of(
                        SimulatedDisk.Trouble.FULL, SimulatedDisk.Trouble.READ_ONLY, SimulatedDisk.Trouble.IO_ERROR)
                .get(random.nextInt(3));
        trace.add("-- the disk has a trouble for a while: " + trouble);
        disk.breaks(trouble, trouble == SimulatedDisk.Trouble.READ_ONLY ? 1 : 1 + random.nextInt(10));
        scheduler.after(scheduler.within(500, 10_000), disk::heal);
    }

    void clock() {
        Duration off = Duration.ofMinutes(random.nextInt(2 * MOST_MINUTES_OFF) - MOST_MINUTES_OFF);
        trace.add("-- the clock is off by " + off);
        wentBack = wentBack.plus(timeOfDay.off(off));
    }

    /** By how much in all: passwords wait for their times, by whatever clock, and it is right that they do. */
    Duration clockWentBack() {
        return wentBack;
    }

    void controller() {
        int number = random.nextInt(SimulatedDomain.CONTROLLERS);
        if (!domain.away(1 - number)) {
            trace.add("-- " + host(number) + " is down for a while");
            reboot(number, 500);
        }
    }

    /** Remembers what one of them knows, or has it know that again. */
    void backup() {
        int number = random.nextInt(SimulatedDomain.CONTROLLERS);
        Replica.Backup kept = backups[number];
        if (kept == null || random.nextInt(3) == 0) {
            if (!domain.away(number)) {
                backups[number] = domain.replica(number).backup();
                trace.add("-- " + host(number) + " is backed up");
            }
        } else if (domain.replicate()) { // what nobody else knew would be lost
            restore(number, kept);
        }
    }

    private void restore(int number, Replica.Backup kept) {
        boolean rightly = random.nextBoolean();
        trace.add("-- " + host(number) + (rightly ? " is restored" : " is put back to an earlier state"));
        reboot(number, 100);
        if (rightly) {
            domain.restore(number, kept);
        } else {
            domain.rollBack(number, kept);
            scheduler.after(scheduler.within(1000, 20_000), () -> promote(number));
        }
        backups[number] = null; // nobody replicates with what is older than the other database's numbers
    }

    private void promote(int number) {
        if (domain.apart(number)) {
            trace.add("-- " + host(number) + " is made a domain controller anew");
            reboot(number, 100);
            domain.promote(number);
        }
    }

    private void reboot(int number, int least) {
        domain.down(number, true);
        scheduler.after(scheduler.within(least, 8000), () -> domain.down(number, false));
    }

    private String host(int number) {
        return domain.replica(number).host();
    }

    /** From now on nothing is broken, and the clock stays as it is. */
    void heal() {
        faults.failing(false);
        faults.out(false);
        disk.heal();
        domain.failing(false);
        for (int number = 0; number < SimulatedDomain.CONTROLLERS; number++) {
            promote(number);
            domain.down(number, false);
        }
        domain.replicate();
        domain.replicate();
    }
}
