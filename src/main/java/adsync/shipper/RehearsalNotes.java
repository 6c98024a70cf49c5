package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.journal.HeldObject;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.ParkedObject;
import adsync.journal.Settlement;
import adsync.scim.FoundUser;
import adsync.shipper.Rehearsed.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a rehearsal came to. In memory are the names of those to whom something happens; what happens is worked out at the end. */
final class RehearsalNotes {

    private static final int BATCH = 500;
    private static final int MOST_LISTED = 10_000;

    private final Journal journal;
    private final RehearsedProvider provider;

    /** Whose each account is. */
    private final Map<String, ObjectGuid> owners = new HashMap<>();

    /** Accounts that were there and are taken over. */
    private final Set<String> linked = new HashSet<>();

    /** Those of whom nothing is shipped. */
    private final Map<ObjectGuid, Rehearsed> left = new LinkedHashMap<>();

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> held = new EnumMap<>(Kind.class);

    /** Users in scope whose accounts are changed. */
    private final Set<ObjectGuid> changing = new HashSet<>();

    RehearsalNotes(Journal journal, RehearsedProvider provider) {
        this.journal = journal;
        this.provider = provider;
    }

    /** Takes down how a parcel ended. The same object may come again. */
    void note(Parcel parcel) {
        ObjectGuid objectGuid = parcel.row().objectGuid();
        left.remove(objectGuid);
        parcel.row().link().ifPresent(link -> owners.put(link.providerId(), objectGuid));
        switch (Objects.requireNonNull(parcel.settlement())) {
            case Settlement.Acknowledged done -> done.link().ifPresent(link -> acknowledged(parcel.row(), link));
            case Settlement.Parked parked -> left.put(objectGuid, parked(parcel.row(), parked.cause()));
            case Settlement.Held waiting ->
                left.put(objectGuid, held(parcel, waiting.answer().detail()));
            case Settlement.Postponed again -> {}
        }
    }

    private void acknowledged(OutboxRow row, Link link) {
        String id = link.providerId();
        owners.put(id, row.objectGuid());
        boolean other = row.link().filter(old -> old.providerId().equals(id)).isEmpty();
        if (other && !id.startsWith(RehearsedProvider.NEW)) {
            linked.add(id);
        }
    }

    private static Rehearsed parked(OutboxRow row, String cause) {
        return new Rehearsed(
                row.objectGuid(),
                row.shadow().image().dn(),
                "",
                row.link().map(Link::providerId),
                Set.of(Kind.PARK),
                false,
                new TreeMap<>(),
                cause);
    }

    private Rehearsed held(Parcel parcel, String cause) {
        Optional<String> id = parcel.link().map(Link::providerId);
        Optional<FoundUser> account = id.flatMap(provider::after);
        var operation = Objects.requireNonNull(parcel.operation());
        var difference = AccountDifference.between(account, RehearsedProvider.done(operation, account));
        return new Rehearsed(
                parcel.row().objectGuid(),
                parcel.row().shadow().image().dn(),
                account.map(FoundUser::userName).orElse(""),
                id,
                difference.kinds(),
                true,
                difference.values(),
                cause);
    }

    /**
     * Tells all of it.
     *
     * @param accounts how many the provider has
     * @param approval whether the first load has to be approved
     */
    RehearsalSummary tell(Consumer<Rehearsed> told, long accounts, boolean approval) {
        Set<String> ids = new LinkedHashSet<>(provider.changed());
        ids.addAll(linked);
        tellAccounts(batches(List.copyOf(ids)).iterator(), told);
        Set<ObjectGuid> waiting = new HashSet<>(left.keySet());
        left.values().forEach(one -> {
            count(one);
            told.accept(one);
        });
        long heldBefore = tellHeldBefore(waiting, told);
        long parkedBefore = tellParkedBefore(waiting, told);
        waiting.removeAll(changing);
        long unchanged = journal.statistics().await().objects() - changing.size();
        for (List<ObjectGuid> batch : batches(List.copyOf(waiting))) {
            unchanged -= present(batch);
        }
        return new RehearsalSummary(counts, held, heldBefore, parkedBefore, unchanged, accounts, approval);
    }

    /** While a batch is told, the next is read. */
    private void tellAccounts(Iterator<List<String>> batches, Consumer<Rehearsed> told) {
        List<String> ids = batches.hasNext() ? batches.next() : List.of();
        Future<Map<ObjectGuid, Shadow>> shadows = shadows(ids);
        while (!ids.isEmpty()) {
            List<String> next = batches.hasNext() ? batches.next() : List.of();
            Future<Map<ObjectGuid, Shadow>> ahead = shadows(next);
            tellAccounts(ids, shadows.await(), told);
            ids = next;
            shadows = ahead;
        }
    }

    private Future<Map<ObjectGuid, Shadow>> shadows(List<String> ids) {
        Set<ObjectGuid> whose = new HashSet<>();
        ids.forEach(id -> whose.add(owner(id)));
        return whose.isEmpty() ? Future.succeededFuture(Map.of()) : journal.shadows(whose);
    }

    private void tellAccounts(List<String> ids, Map<ObjectGuid, Shadow> shadows, Consumer<Rehearsed> told) {
        for (String id : ids) {
            Rehearsed one = account(id, shadows);
            if (!one.kinds().isEmpty()) {
                Shadow shadow = shadows.get(one.objectGuid());
                if (shadow != null && shadow.present()) {
                    changing.add(one.objectGuid());
                }
                count(one);
                told.accept(one);
            }
        }
    }

    private Rehearsed account(String id, Map<ObjectGuid, Shadow> shadows) {
        Optional<FoundUser> before = provider.before(id);
        Optional<FoundUser> after = provider.after(id);
        var difference = AccountDifference.between(before, after);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        kinds.addAll(difference.kinds());
        if (linked.contains(id) && after.isPresent()) {
            kinds.add(Kind.LINK);
        }
        ObjectGuid owner = owner(id);
        Shadow shadow = shadows.get(owner);
        return new Rehearsed(
                owner,
                shadow == null ? "" : shadow.image().dn(),
                after.or(() -> before).map(FoundUser::userName).orElse(""),
                before.map(FoundUser::id),
                kinds,
                false,
                difference.values(),
                "");
    }

    private ObjectGuid owner(String id) {
        return id.startsWith(RehearsedProvider.NEW)
                ? ObjectGuid.parse(id.substring(RehearsedProvider.NEW.length()))
                : Objects.requireNonNull(owners.get(id), id);
    }

    private void count(Rehearsed one) {
        one.kinds().forEach(kind -> (one.held() ? held : counts).merge(kind, 1L, Long::sum));
    }

    private long tellHeldBefore(Set<ObjectGuid> waiting, Consumer<Rehearsed> told) {
        long before = 0;
        List<Hold> open = journal.holds().await().stream()
                .filter(hold -> hold.state() == Hold.State.OPEN)
                .toList();
        for (Hold hold : open) {
            for (HeldObject object : journal.held(hold.id(), MOST_LISTED).await()) {
                if (waiting.add(object.objectGuid())) {
                    told.accept(waiting(object, hold));
                    before++;
                }
            }
        }
        return before;
    }

    private static Rehearsed waiting(HeldObject object, Hold hold) {
        return new Rehearsed(
                object.objectGuid(),
                object.dn(),
                "",
                Optional.empty(),
                Set.of(),
                true,
                new TreeMap<>(),
                "held already: waits for approval of hold " + hold.id() + " ("
                        + hold.kind().word() + ")");
    }

    private long tellParkedBefore(Set<ObjectGuid> waiting, Consumer<Rehearsed> told) {
        long before = 0;
        for (ParkedObject object : journal.parked(MOST_LISTED).await()) {
            if (waiting.add(object.objectGuid())) {
                told.accept(new Rehearsed(
                        object.objectGuid(),
                        object.dn(),
                        "",
                        Optional.empty(),
                        Set.of(Kind.PARK),
                        false,
                        new TreeMap<>(),
                        "parked already: " + object.cause()));
                before++;
            }
        }
        return before;
    }

    /** Only users in scope can be unchanged; those who are gone do not count among them. */
    private long present(Collection<ObjectGuid> some) {
        return journal.shadows(some).await().values().stream()
                .filter(Shadow::present)
                .count();
    }

    private static <T> List<List<T>> batches(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }
}
