package adsync.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The passwords that are to work at the demo's provider, kept until they do, in this demo alone: the newest one of each user. */
final class PasswordTrials {

    private static final long GIVES_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Asks the provider whether somebody has a password. */
    @FunctionalInterface
    interface SignIn {
        boolean good(String sid, byte[] password);
    }

    /** Hears of a password that works. */
    @FunctionalInterface
    interface Success {
        void told(String account, long milliseconds);
    }

    /** Octets that are wiped. */
    private static final class Secret {

        private final byte[] octets;

        Secret(byte[] octets) {
            this.octets = octets;
        }

        void wipe() {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private record Trial(String sid, String account, Secret secret, long since) {}

    private final SignIn provider;
    private final Map<String, Trial> open = new LinkedHashMap<>();
    private long works;

    PasswordTrials(SignIn provider) {
        this.provider = provider;
    }

    /**
     * Somebody has a new password; the one before need not work any more.
     *
     * @param now in nanoseconds
     */
    synchronized void add(String sid, String account, byte[] password, long now) {
        Trial before = open.put(sid, new Trial(sid, account, new Secret(password.clone()), now));
        if (before != null) {
            before.secret().wipe();
        }
    }

    /** Tries those that are not too old. */
    void attempt(long now, Success success) {
        for (Trial trial : all()) {
            if (now - trial.since() <= GIVES_UP_NANOS && ends(trial)) {
                success.told(trial.account(), TimeUnit.NANOSECONDS.toMillis(now - trial.since()));
            }
        }
    }

    /** The accounts, among some users, whose newest password does not work; tries all once more. */
    List<String> unusable(Set<String> sids) {
        return all().stream()
                .filter(trial -> sids.contains(trial.sid()) && !ends(trial))
                .map(Trial::account)
                .toList();
    }

    /** How many passwords worked. */
    synchronized long works() {
        return works;
    }

    private synchronized List<Trial> all() {
        return List.copyOf(open.values());
    }

    /** Hashes outside of the lock: whoever changes a password waits for {@link #add}. */
    private boolean ends(Trial trial) {
        boolean good = provider.good(trial.sid(), trial.secret().octets);
        if (good) {
            works(trial);
        }
        return good;
    }

    private synchronized void works(Trial trial) {
        if (open.remove(trial.sid(), trial)) {
            works++;
            trial.secret().wipe();
        }
    }
}
