package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.journal.Dossier;
import adsync.journal.Journal;
import adsync.journal.Link;
import adsync.observe.LogKeys;
import adsync.scim.FoundUser;
import adsync.scim.ScimOutcome;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins that go round: of some users who are all there, each is to have the login that the next still has, and the last that of
 * the first. A provider gives no login twice, so that one of them has to give up its own before the others can follow.
 */
final class LoginExchange {

    private static final Logger LOGGER = LoggerFactory.getLogger(LoginExchange.class);

    /** Longer rounds are not looked for: each step is a request. */
    private static final int LONGEST = 16;

    private final Provider provider;
    private final Planner planner;
    private final Verdict verdict;
    private final Journal journal;

    LoginExchange(Provider provider, Planner planner, Verdict verdict, Journal journal) {
        this.provider = provider;
        this.planner = planner;
        this.verdict = verdict;
        this.journal = journal;
    }

    /** Whose account it is, if that is somebody whom we know. */
    Optional<Shadow> owner(FoundUser account) {
        return account.externalId()
                .flatMap(LoginExchange::guid)
                .flatMap(guid -> Optional.ofNullable(
                        journal.shadows(List.of(guid)).await().get(guid)));
    }

    private static Optional<ObjectGuid> guid(String externalId) {
        try {
            return Optional.of(ObjectGuid.parse(externalId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Settles a parcel whose login another user has who is there. If logins go round, its account gives up its own one; it gets the
     * right one once the holder has let that go.
     *
     * @param whose the holder, in words
     */
    void settle(Parcel parcel, FoundUser holder, Shadow owner, int status, String whose) {
        Optional<Link> link = parcel.link().filter(own -> goesRound(own, holder, owner));
        Optional<FoundUser> account =
                link.flatMap(own -> provider.read(own.providerId()).await());
        if (account.isEmpty()) {
            verdict.tryAgain(parcel, status, whose + ": give one of the two another login");
            return;
        }
        Plan.Send send =
                planner.stepAside(parcel.row(), link.get(), account.get().userName());
        parcel.sending(send.operation(), send.digests());
        Weighed answer = provider.single(send.operation()).await();
        parcel.doubt();
        if (answer.outcome() instanceof ScimOutcome.Applied done) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.OBJECT_GUID, parcel.row().objectGuid().toString())
                    .log("logins go round: an account gives up its own until it gets the next");
            verdict.tryAgain(parcel, done.status(), whose + ", who is to have another one first");
        } else {
            verdict.failed(parcel, answer, whose + ", and its own account cannot give up the one it has");
        }
    }

    /** Whether the login that somebody waits for comes free once its own account has given up the one that it has. */
    private boolean goesRound(Link own, FoundUser holder, Shadow owner) {
        FoundUser account = holder;
        Shadow user = owner;
        for (int step = 0; step < LONGEST; step++) {
            Optional<String> next = user.present() && moves(user) ? planner.userName(user.image()) : Optional.empty();
            Optional<FoundUser> met =
                    next.flatMap(login -> provider.findByLogin(login).await());
            if (met.isEmpty() || met.get().id().equals(account.id())) {
                return false;
            }
            if (met.get().id().equals(own.providerId())) {
                return true;
            }
            account = met.get();
            Optional<Shadow> following = owner(account);
            if (following.isEmpty()) {
                return false;
            }
            user = following.get();
        }
        return false;
    }

    /** Nobody gives way to somebody whose own change waits for a person. */
    private boolean moves(Shadow user) {
        return journal.dossier(user.image().objectGuid())
                .await()
                .flatMap(Dossier::pending)
                .filter(pending ->
                        pending.hold().isEmpty() && pending.parkedCause().isEmpty())
                .isPresent();
    }
}
