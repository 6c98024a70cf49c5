package adsync.shipper;

import adsync.journal.GroupLink;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.journal.Hazard;
import adsync.journal.HazardKind;
import adsync.journal.Journal;
import adsync.journal.MemberEdit;
import adsync.journal.MemberLoss;
import adsync.journal.Ruling;
import adsync.observe.LogKeys;
import adsync.scim.FoundGroup;
import adsync.scim.ScimGroups;
import adsync.scim.ScimGroups.Member;
import adsync.scim.ScimOutcome;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one group to the provider: the group itself, then who goes from it, then who comes. A member that the provider does not
 * take keeps no other from arriving.
 */
final class GroupDelivery {

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupDelivery.class);

    /** HTTP 409 (RFC 7644 3.12). */
    private static final int CONFLICT = 409;

    /** Nothing keeps a server from two groups with one key, or from one member twice: what was sent gets time to be carried out. */
    private static final Duration DOUBT_LASTS = Duration.ofSeconds(5);

    private final Provider provider;
    private final Journal journal;
    private final ShipperOptions options;
    private final Verdict verdict;
    private final Clock clock;

    GroupDelivery(Provider provider, Journal journal, ShipperOptions options, Verdict verdict, Clock clock) {
        this.provider = provider;
        this.journal = journal;
        this.options = options;
        this.verdict = verdict;
        this.clock = clock;
    }

    /** Something that ends the delivery of a group for now. */
    private static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient GroupSettlement how;

        private Ended(GroupSettlement how) {
            super(how.answer().detail(), null, false, false);
            this.how = how;
        }
    }

    GroupSettlement deliver(GroupRow row) {
        GroupParcel parcel = new GroupParcel(row);
        try {
            return row.present() ? keep(parcel) : end(parcel);
        } catch (Ended e) {
            return e.how;
        } catch (UnansweredException e) {
            return failed(parcel, e.answer(), String.valueOf(e.getMessage()), true);
        }
    }

    /** Of one whose delivery broke in the middle. */
    GroupSettlement abandoned(GroupRow row, RuntimeException why) {
        return new GroupParcel(row).postponed(0, String.valueOf(why.getMessage()), clock.instant(), true, true);
    }

    private GroupSettlement end(GroupParcel parcel) {
        if (parcel.link().isEmpty()) {
            lookUp(parcel);
        }
        if (parcel.link().isEmpty()) {
            return parcel.acknowledged();
        }
        Ruling ruling = judge(parcel, deletion(parcel.row()));
        if (!(ruling instanceof Ruling.Pass)) {
            return waits(parcel, ruling);
        }
        String id = parcel.link().get().providerId();
        ScimOutcome outcome = ask(
                parcel,
                "DELETE /Groups/" + id,
                groups -> groups.delete(parcel.row().correlationId(), id));
        if (outcome instanceof ScimOutcome.Applied || outcome instanceof ScimOutcome.Missing) {
            parcel.lost();
            return parcel.acknowledged();
        }
        return parcel.parked(outcome.status(), Assessor.detail(outcome));
    }

    /** Whoever is in a group that is deleted loses it, as if taken out. */
    private static Map<HazardKind, Long> deletion(GroupRow row) {
        long members = row.leaving().count();
        return members == 0
                ? Map.of(HazardKind.DELETE, 1L)
                : Map.of(HazardKind.DELETE, 1L, HazardKind.MEMBER_REMOVAL, members);
    }

    private Ruling judge(GroupParcel parcel, Map<HazardKind, Long> amounts) {
        GroupRow row = parcel.row();
        var hazard = new Hazard(row.objectGuid(), amounts, row.leaving().newest());
        return journal.judge(List.of(hazard), options.guard(), clock.instant())
                .await()
                .getFirst();
    }

    private static GroupSettlement waits(GroupParcel parcel, Ruling ruling) {
        return switch (ruling) {
            case Ruling.Wait wait -> parcel.postponed(0, Verdict.GUARDED, wait.until(), false, false);
            case Ruling.Held held -> parcel.held(Verdict.held(held.hold(), held.kind()), held.hold());
            case Ruling.Pass pass -> parcel.acknowledged();
        };
    }

    /** While those who go wait for the guard, all else goes on; what is left is claimed once more. */
    private GroupSettlement keep(GroupParcel parcel) {
        if (parcel.link().isEmpty() && (parcel.row().claimedBefore() || provider.heldAccounts())) {
            lookUp(parcel);
        }
        if (parcel.link().isEmpty()) {
            create(parcel);
        } else if (parcel.row().claimedBefore()) {
            confirm(parcel);
        }
        rename(parcel);
        MemberLoss leaving = parcel.row().leaving();
        Ruling ruling = leaving.count() == 0
                ? new Ruling.Pass()
                : judge(parcel, Map.of(HazardKind.MEMBER_REMOVAL, leaving.count()));
        boolean passes = ruling instanceof Ruling.Pass;
        remove(parcel, edit -> passes || edit.adds().isPresent() || leaving.covers(edit));
        add(parcel);
        return passes || parcel.changed() ? parcel.acknowledged() : waits(parcel, ruling);
    }

    /** What nobody knows the end of may have come through: a deletion before the group was wanted again, or another name. */
    private void confirm(GroupParcel parcel) {
        GroupLink link = parcel.link().orElseThrow();
        String id = link.providerId();
        List<FoundGroup> found = provider.findGroups(
                        parcel.row().objectGuid().toString(),
                        groups -> groups.read(id).map(group -> group.stream().toList()))
                .await();
        if (found.isEmpty()) {
            throw new Ended(vanished(parcel, 0));
        }
        parcel.linked(new GroupLink(id, found.getFirst().displayName(), link.adopted()));
    }

    /** It is looked up before it is created anew. */
    private GroupSettlement vanished(GroupParcel parcel, int status) {
        parcel.lost();
        return parcel.postponed(status, "the provider does not have it any more", clock.instant(), true, true);
    }

    private void lookUp(GroupParcel parcel) {
        String key = parcel.row().objectGuid().toString();
        List<FoundGroup> found =
                provider.findGroups(key, groups -> groups.findByExternalId(key)).await();
        if (found.size() > 1) {
            throw new Ended(parcel.parked(
                    CONFLICT, "the provider has " + found.size() + " groups with this key: delete all but one there"));
        }
        found.forEach(group -> takeOver(parcel, group));
    }

    private void create(GroupParcel parcel) {
        GroupRow row = parcel.row();
        ScimOutcome outcome = ask(
                parcel,
                "POST /Groups",
                groups -> groups.create(row.correlationId(), row.objectGuid().toString(), row.displayName()));
        switch (outcome) {
            case ScimOutcome.Created created -> parcel.linked(new GroupLink(created.id(), row.displayName(), false));
            case ScimOutcome.Conflict conflict -> taken(parcel, conflict.detail());
            default -> throw new Ended(parcel.parked(outcome.status(), Assessor.detail(outcome)));
        }
    }

    /** Something of that name, or key, is there already. */
    private void taken(GroupParcel parcel, String said) {
        lookUp(parcel);
        if (parcel.link().isPresent()) {
            return;
        }
        String name = parcel.row().displayName();
        Optional<FoundGroup> holder = provider.findGroups(name, groups -> groups.findByName(name)).await().stream()
                .findFirst();
        boolean adopt = holder.isPresent()
                && switch (options.adoption()) {
                    case NEVER -> false;
                    case UNMANAGED -> holder.get().externalId().isEmpty();
                    case ALWAYS -> true;
                };
        if (!adopt) {
            throw new Ended(parcel.parked(
                    CONFLICT,
                    holder.map(group -> "its name belongs to group " + group.id()
                                    + ", which is not ours: delete or rename that one, or set provider.adopt")
                            .orElse("something unique of it is taken at the provider: " + said)));
        }
        holder.ifPresent(group -> takeOver(parcel, group));
    }

    /** It may have members that we know nothing of: only a comparison removes them, if the group has our key. */
    private static void takeOver(GroupParcel parcel, FoundGroup group) {
        LOGGER.atInfo()
                .addKeyValue(LogKeys.OBJECT_GUID, parcel.row().objectGuid().toString())
                .addKeyValue(LogKeys.DETAIL, group.displayName() + ", group " + group.id() + " of the provider")
                .log("a group that was there before is taken over, members that we did not add stay");
        parcel.linked(new GroupLink(group.id(), group.displayName(), true));
    }

    private void rename(GroupParcel parcel) {
        GroupRow row = parcel.row();
        GroupLink link = parcel.link().orElseThrow();
        if (link.displayName().equals(row.displayName())) {
            return;
        }
        ScimOutcome outcome = ask(
                parcel,
                "PATCH /Groups/" + link.providerId() + ": displayName",
                groups -> groups.rename(row.correlationId(), link.providerId(), row.displayName()));
        if (!(outcome instanceof ScimOutcome.Applied)) {
            throw new Ended(parcel.parked(outcome.status(), Assessor.detail(outcome)));
        }
        parcel.linked(new GroupLink(link.providerId(), row.displayName(), link.adopted()));
    }

    private void remove(GroupParcel parcel, Predicate<MemberEdit> now) {
        List<MemberEdit> some = new ArrayList<>();
        int ids = 0;
        for (MemberEdit edit : parcel.row().members().stream().filter(now).toList()) {
            int more = parcel.removes(edit).size();
            if (more > 0) {
                if (ids + more > ScimGroups.MOST_MEMBERS) {
                    remove(parcel, some);
                    some.clear();
                    ids = 0;
                }
                some.add(edit);
                ids += more;
            } else if (edit.adds().isEmpty()) {
                parcel.done(edit);
            }
        }
        remove(parcel, some);
    }

    private void remove(GroupParcel parcel, List<MemberEdit> edits) {
        change(
                parcel,
                List.copyOf(edits),
                "removed",
                (groups, part) -> groups.remove(
                        parcel.row().correlationId(),
                        parcel.link().orElseThrow().providerId(),
                        part.stream()
                                .flatMap(edit -> parcel.removes(edit).stream())
                                .toList()),
                edit -> edit.adds().isEmpty());
    }

    private void add(GroupParcel parcel) {
        List<MemberEdit> coming = parcel.row().members().stream()
                .filter(edit -> edit.adds().isPresent() && !parcel.wasRefused(edit))
                .toList();
        for (int from = 0; from < coming.size(); from += ScimGroups.MOST_MEMBERS) {
            change(
                    parcel,
                    coming.subList(from, Math.min(from + ScimGroups.MOST_MEMBERS, coming.size())),
                    "added",
                    (groups, part) -> groups.add(
                            parcel.row().correlationId(),
                            parcel.link().orElseThrow().providerId(),
                            part.stream()
                                    .map(edit -> new Member(edit.adds().orElseThrow(), edit.group()))
                                    .toList()),
                    edit -> true);
        }
    }

    /** One request about some members. */
    private interface MemberRequest {
        Future<ScimOutcome> about(ScimGroups groups, List<MemberEdit> members);
    }

    /** Together, or one by one if one of them is refused. */
    private void change(
            GroupParcel parcel,
            List<MemberEdit> edits,
            String what,
            MemberRequest request,
            Predicate<MemberEdit> mended) {
        if (edits.isEmpty()) {
            return;
        }
        String id = parcel.link().orElseThrow().providerId();
        ScimOutcome outcome = ask(
                parcel,
                "PATCH /Groups/" + id + ": " + edits.size() + " members " + what,
                groups -> request.about(groups, edits));
        if (outcome instanceof ScimOutcome.Applied) {
            edits.stream().filter(mended).forEach(parcel::done);
        } else if (edits.size() > 1) {
            edits.forEach(edit -> change(parcel, List.of(edit), what, request, mended));
        } else {
            MemberEdit edit = edits.getFirst();
            parcel.refused(edit, "member " + edit.name() + " cannot be " + what + ": " + Assessor.detail(outcome));
        }
    }

    /** Asks; what does not end the delivery is returned. */
    private ScimOutcome ask(GroupParcel parcel, String what, Function<ScimGroups, Future<ScimOutcome>> request) {
        Weighed answer =
                provider.group(parcel.row().objectGuid().toString(), request).await();
        ScimOutcome outcome = answer.outcome();
        parcel.sent(what, outcome.status());
        return switch (outcome) {
            case ScimOutcome.Created ok -> ok;
            case ScimOutcome.Applied ok -> ok;
            case ScimOutcome.Conflict taken -> taken;
            case ScimOutcome.Refused refused -> refused;
            case ScimOutcome.Missing missing -> {
                if (!parcel.row().present()) {
                    yield missing;
                }
                throw new Ended(vanished(parcel, missing.status()));
            }
            case ScimOutcome.Failed failed -> throw new Ended(failed(parcel, answer, failed.detail(), false));
            case ScimOutcome.Busy busy -> throw new Ended(failed(parcel, answer, busy.detail(), false));
            case ScimOutcome.Denied denied -> throw new Ended(failed(parcel, answer, denied.detail(), false));
            case ScimOutcome.Unknown unknown -> throw new Ended(failed(parcel, answer, unknown.detail(), true));
        };
    }

    private GroupSettlement failed(GroupParcel parcel, Weighed answer, String cause, boolean unknown) {
        int status = answer.outcome().status();
        boolean doubt = unknown || parcel.row().claimedBefore();
        Instant least = answer.outcome() instanceof ScimOutcome.Unknown
                ? clock.instant().plus(DOUBT_LASTS)
                : clock.instant();
        if (!answer.own()) {
            return parcel.postponed(status, cause, later(verdict.afterwards(answer), least), false, doubt);
        }
        return verdict.nextTry(parcel.row().attempts())
                .map(next -> parcel.postponed(status, cause, later(next, least), true, doubt))
                .orElseGet(() -> parcel.parked(status, cause));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
