package adsync.model;

import adsync.embedded.Backup;
import adsync.embedded.Behaviour;
import adsync.embedded.DirectoryProfile;
import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedDirectoryOptions;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Two domain controllers of one domain. Everything is written at one of them, the other one is behind until it is replicated; they
 * change places, one at a time is switched off, started again, restored or forgets what it knew of cookies.
 */
final class Controllers implements AutoCloseable {

    private final EmbeddedDirectory[] running = new EmbeddedDirectory[2];
    private final List<String> told;
    private final boolean recycleBin;
    private final String servers;
    private final String trust;
    private int writer;
    private @Nullable Backup off;
    private LDAPConnection administrator;

    /**
     * Starts both.
     *
     * @param recycleBin without it, a domain controller that misses a deletion and hears of the restored object only keeps its
     *     memberships, which the other one has lost: then both always know the same
     * @param told what happened, for the reader of a failure
     */
    Controllers(boolean recycleBin, List<String> told) throws LDAPException {
        this.recycleBin = recycleBin;
        this.told = told;
        DirectoryProfile windows = DirectoryProfile.windows();
        running[0] = EmbeddedDirectory.start(
                EmbeddedDirectoryOptions.defaults().like(recycleBin ? windows.with(Behaviour.RECYCLE_BIN) : windows));
        running[1] = running[0].startReplica("dc2");
        servers = "[\"" + running[0].ldapsUrl() + "\", \"" + running[1].ldapsUrl() + "\"]";
        trust = running[0].certificatePem() + running[1].certificatePem();
        replicate();
        administrator = connect();
    }

    /** The one that is written at. */
    EmbeddedDirectory current() {
        return running[writer];
    }

    private EmbeddedDirectory other() {
        return running[1 - writer];
    }

    /** An administrator's, at the one that is written at. */
    LDAPConnection connection() {
        return administrator;
    }

    /** As the configuration lists them. */
    String servers() {
        return servers;
    }

    /** The certificates of both. */
    String trust() {
        return trust;
    }

    /** Encrypted: passwords can be set. */
    private LDAPConnection connect() throws LDAPException {
        EmbeddedDirectory at = current();
        return new LDAPConnection(
                anyCertificate(),
                at.host(),
                at.ldapsPort(),
                at.administrator(),
                at.options().accounts().administratorPassword());
    }

    private static SSLSocketFactory anyCertificate() {
        try {
            return new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /** After each step: the other one may stay behind for a while. */
    void stepped(Random random) {
        if (random.nextInt(3) == 0 || !recycleBin) {
            replicate();
        }
    }

    /** Now both know everything, unless one is off. */
    private void replicate() {
        if (off == null) {
            running[0].replicateFrom(running[1]);
            running[1].replicateFrom(running[0]);
        }
    }

    /** Both run, and know everything. */
    void heal() {
        switchOn();
        replicate();
    }

    /** Something breaks at one or both. */
    void disturb(Random random) throws LDAPException {
        List<Disturbance> all = new ArrayList<>();
        all.add(this::cut);
        all.add(this::forgetCookies);
        all.add(this::restart);
        all.add(off == null ? this::swap : this::switchOn);
        if (recycleBin) {
            all.add(off == null ? this::switchOff : this::switchOn);
        }
        if (off == null) {
            all.add(this::restore);
        }
        all.get(random.nextInt(all.size())).happen();
    }

    private interface Disturbance {
        void happen() throws LDAPException;
    }

    private void each(Consumer<EmbeddedDirectory> what) {
        what.accept(current());
        if (off == null) {
            what.accept(other());
        }
    }

    private void cut() throws LDAPException {
        told.add("-- all connections of the directory broke");
        each(one -> one.faults().closeAllConnections());
        reconnect();
    }

    private void forgetCookies() {
        told.add("-- the cookies became invalid");
        each(one -> one.faults().invalidateCookies());
    }

    /** It was away for a moment. */
    private void restart() throws LDAPException {
        told.add("-- a domain controller was restarted");
        Backup now = current().backup();
        current().close();
        running[writer] = now.putBack();
        reconnect();
    }

    /** What is written from now on is written at the other one; the one before is off. */
    private void switchOff() throws LDAPException {
        swap();
        told.add("-- the domain controller before was switched off");
        off = other().backup();
        other().close();
    }

    private void switchOn() {
        if (off != null) {
            told.add("-- the domain controller came back");
            running[1 - writer] = off.putBack();
            off = null;
        }
    }

    private void swap() throws LDAPException {
        told.add("-- the other domain controller is written at now");
        replicate();
        writer = 1 - writer;
        reconnect();
    }

    /** The other one is as it was before, under a new identity, and has to learn anew. */
    private void restore() {
        told.add("-- the other domain controller was restored");
        Backup now = other().backup();
        replicate();
        other().close();
        running[1 - writer] = now.restore();
    }

    private void reconnect() throws LDAPException {
        administrator.close();
        administrator = connect();
    }

    @Override
    public void close() {
        administrator.close();
        each(EmbeddedDirectory::close);
    }
}
