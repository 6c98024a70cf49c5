package adsync.model;

import adsync.testing.Fault;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Some histories side by side in a domain of their own, and what breaks meanwhile. Nothing but the seed decides what happens:
 * nothing is carried over from another round.
 */
final class Round implements AutoCloseable {

    static final int HISTORIES = 20;

    /** After so many steps, replication takes place or not, and something breaks or not. */
    private static final int BETWEEN = 10;

    private static final int STEPS = 15;

    private static final List<Fault> FAULTS =
            List.of(Fault.resetAfter(), Fault.resetBefore(), Fault.cutOff(), Fault.truncated(), Fault.status(503));

    private final List<String> told = new ArrayList<>();
    private final List<History> histories = new ArrayList<>();
    private final Random random;
    private final Rules rules;
    private final Controllers controllers;
    private final String root;
    private final String elsewhere;
    private final String mail;

    /** What a round does to ADSync and to the provider. */
    interface Follower {

        /** Returns when the provider is as the directory: what happens from then on is followed change by change. */
        void awaitAgreement() throws LDAPException;

        /** ADSync is stopped and started. */
        void restart() throws IOException;

        /** The next request to the provider fails. */
        void fault(Fault fault);
    }

    Round(long seed, boolean recycleBin) throws LDAPException {
        random = new Random(seed);
        rules = Rules.any(random, seed / HISTORIES % 2 == 0); // every other round, and no history becomes another by it
        told.add(rules.lines());
        told.add(rules.names() ? Rules.NAMES : "no names");
        controllers = new Controllers(recycleBin, told);
        String base = controllers.current().baseDn();
        root = "OU=Inside," + base;
        elsewhere = "OU=Outside," + base;
        mail = "CN=Mail,CN=Users," + base;
        LDAPConnection administrator = controllers.connection();
        for (String unit : List.of(root, elsewhere)) {
            administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
        }
        administrator.add(mail, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", "mail"));
        controllers.heal();
    }

    Controllers controllers() {
        return controllers;
    }

    /** The selected root. */
    String root() {
        return root;
    }

    /** The group whose members have the service {@code mailbox}. */
    String mail() {
        return mail;
    }

    Rules rules() {
        return rules;
    }

    List<History> histories() {
        return histories;
    }

    /** What happened so far, for the reader of a failure. */
    List<String> told() {
        return told;
    }

    /** Lets everything happen; afterwards all controllers run and agree. */
    void happen(Follower follower) throws LDAPException, IOException {
        for (int number = 0; number < HISTORIES; number++) {
            histories.add(new History(controllers.connection(), number, random, root, elsewhere, mail, told));
        }
        int steps = 0;
        for (int step = 0; step < STEPS; step++) {
            if (rules.names() && step == STEPS - 1) {
                renameUnits(follower);
            }
            for (History history : histories) {
                history.step(controllers.connection());
                if (++steps % BETWEEN == 0) {
                    controllers.stepped(random);
                    disturb(follower);
                }
            }
        }
        controllers.heal();
    }

    /** Of people who are at the provider and to most of whom nothing else happens: the rest may be over before anybody is read. */
    private void renameUnits(Follower follower) throws LDAPException {
        controllers.heal();
        follower.awaitAgreement();
        for (History history : histories) {
            history.renameInside(controllers.connection());
        }
    }

    /** Now and then something breaks. */
    private void disturb(Follower follower) throws IOException, LDAPException {
        switch (random.nextInt(40)) {
            case 0 -> {
                told.add("-- the service was restarted");
                follower.restart();
            }
            case 1, 2, 3 -> controllers.disturb(random);
            case 4, 5 -> {
                Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
                told.add("-- the provider: " + fault);
                follower.fault(fault);
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        controllers.close();
    }
}
