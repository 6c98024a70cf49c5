package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GroupLink;
import adsync.journal.GroupSettlement;
import adsync.journal.GroupSettlement.Ending;
import adsync.journal.Journal;
import adsync.journal.MemberEdit;
import adsync.scim.FoundGroup;
import adsync.scim.FoundUser;
import adsync.shipper.RehearsedGroup.Kind;
import adsync.shipper.RehearsedGroup.Member;
import adsync.shipper.RehearsedGroup.Members;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a rehearsal came to with groups. Of members, only how many they are and the first of them is kept. */
final class GroupNotes {

    private final Journal journal;
    private final RehearsedProvider provider;
    private final RehearsedGroups groups;
    private final Map<ObjectGuid, Note> notes = new LinkedHashMap<>();
    private final Set<ObjectGuid> changing = new HashSet<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> held = new EnumMap<>(Kind.class);
    private long membersAdded;
    private long membersRemoved;

    GroupNotes(Journal journal, RehearsedProvider provider) {
        this.journal = journal;
        this.provider = provider;
        this.groups = provider.groups();
    }

    /** Members who come, or go. */
    private static final class Tally {

        private final List<Member> first = new ArrayList<>();
        private long count;

        private Members members() {
            return new Members(count, first);
        }
    }

    /** A group. */
    private static final class Note {

        /** The provider's id that we knew; empty if none. */
        private final Optional<String> known;

        /** All ids that it has, or had. */
        private final Set<String> ids = new LinkedHashSet<>();

        /**
         * Members who came, and may go again: by and by it turns out that the provider does not have them any more, and others
         * come instead.
         */
        private final Set<String> passing = new HashSet<>();

        private final Tally added = new Tally();
        private final Tally removed = new Tally();
        private GroupSettlement last;

        private Note(GroupSettlement first) {
            known = first.row().link().map(GroupLink::providerId);
            last = first;
        }
    }

    /** Takes down how a delivery ended. The same group may come again. */
    void note(GroupSettlement settlement) {
        Note note = notes.computeIfAbsent(settlement.row().objectGuid(), guid -> new Note(settlement));
        note.last = settlement;
        settlement.row().link().ifPresent(link -> note.ids.add(link.providerId()));
        settlement.link().ifPresent(link -> {
            note.ids.add(link.providerId());
            groups.owned(link.providerId(), settlement.row().objectGuid());
        });
        if (!settlement.row().present()) { // it may have been found by its key alone
            note.ids.addAll(groups.keyed(settlement.row().objectGuid().toString()));
        }
        for (MemberEdit edit : settlement.done()) {
            edit.removes().stream()
                    .filter(id -> edit.adds().filter(id::equals).isEmpty())
                    .forEach(id -> goes(note, id, edit));
            edit.adds().ifPresent(id -> comes(note, id, edit));
        }
    }

    private void comes(Note note, String id, MemberEdit edit) {
        if (edit.group() || provider.after(id).isEmpty()) {
            note.passing.add(id);
        }
        count(note.added, id, edit);
    }

    private void goes(Note note, String id, MemberEdit edit) {
        if (note.passing.remove(id)) {
            note.added.count--;
            note.added.first.removeIf(member -> member.id().equals(id));
        } else {
            count(note.removed, id, edit);
        }
    }

    private void count(Tally tally, String id, MemberEdit edit) {
        tally.count++;
        if (tally.first.size() < Members.MOST) {
            tally.first.add(new Member(id, name(id, edit)));
        }
    }

    private String name(String id, MemberEdit edit) {
        Optional<String> name = edit.group()
                ? groups.read(id).await().map(FoundGroup::displayName)
                : provider.after(id)
                        .or(() -> provider.before(id))
                        .map(FoundUser::userName)
                        .or(() -> groups.before(id).map(FoundGroup::displayName));
        return name.orElseGet(() -> edit.name());
    }

    /** Tells all of it; returns those of which nothing is shipped for now. */
    Set<ObjectGuid> tell(Consumer<Rehearsed> told) {
        Set<ObjectGuid> waiting = new HashSet<>();
        notes.values().forEach(note -> {
            RehearsedGroup one = group(note);
            if (!one.kinds().isEmpty()) {
                one.kinds()
                        .forEach(kind -> (one.heldKinds().contains(kind) ? held : counts).merge(kind, 1L, Long::sum));
                membersAdded += note.added.count;
                membersRemoved += note.removed.count;
                changing.add(one.objectGuid());
                told.accept(one);
            }
            if (one.held() || one.kinds().contains(Kind.PARK)) {
                waiting.add(one.objectGuid());
            }
        });
        return waiting;
    }

    /**
     * The numbers, once all is told.
     *
     * @param waiting groups that wait since before
     */
    GroupCounts counts(Collection<ObjectGuid> waiting) {
        Set<ObjectGuid> unchanged = new HashSet<>(journal.groups().shipped(null).await());
        unchanged.removeAll(changing);
        unchanged.removeAll(waiting);
        return new GroupCounts(counts, held, membersAdded, membersRemoved, unchanged.size());
    }

    private RehearsedGroup group(Note note) {
        Optional<FoundGroup> before =
                note.ids.stream().flatMap(id -> groups.before(id).stream()).findFirst();
        Optional<FoundGroup> after =
                note.ids.stream().flatMap(id -> groups.after(id).stream()).findFirst();
        boolean waits = note.last.ending() instanceof Ending.Held;
        boolean deletes = waits && !note.last.row().present();
        Set<Kind> kinds = deletes ? EnumSet.of(Kind.DELETE) : kinds(note, before, after);
        if (waits && !deletes) {
            kinds.add(Kind.REMOVE_MEMBERS);
        }
        return new RehearsedGroup(
                note.last.row().objectGuid(),
                note.last.row().dn(),
                after.or(() -> before)
                        .map(FoundGroup::displayName)
                        .orElse(note.last.row().displayName()),
                before.map(FoundGroup::displayName),
                deletes ? note.known : before.map(FoundGroup::id).or(() -> waits ? note.known : Optional.empty()),
                kinds,
                waits,
                note.added.members(),
                waits && !deletes ? waiting(note) : note.removed.members(),
                cause(note, after));
    }

    /** Those who went already, and those who wait for that. */
    private Members waiting(Note note) {
        List<Member> first = new ArrayList<>(note.removed.first);
        note.last.row().members().stream()
                .limit(Members.MOST - (long) first.size())
                .forEach(edit -> {
                    String id = edit.removes().getFirst();
                    first.add(new Member(id, name(id, edit)));
                });
        return new Members(note.removed.count + note.last.row().leaving().count(), first);
    }

    private static Set<Kind> kinds(Note note, Optional<FoundGroup> before, Optional<FoundGroup> after) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (before.isEmpty() && after.isPresent()) {
            kinds.add(Kind.CREATE);
        } else if (before.isPresent() && after.isEmpty()) {
            kinds.add(Kind.DELETE);
        } else if (before.isPresent()) {
            FoundGroup there = before.get();
            if (!note.known.equals(Optional.of(there.id()))) {
                kinds.add(Kind.LINK);
            }
            if (!after.map(FoundGroup::displayName).equals(Optional.of(there.displayName()))) {
                kinds.add(Kind.RENAME);
            }
        }
        if (note.added.count > 0) {
            kinds.add(Kind.ADD_MEMBERS);
        }
        if (note.removed.count > 0) {
            kinds.add(Kind.REMOVE_MEMBERS);
        }
        if (note.last.answer().outcome() == Outcome.PARKED) {
            kinds.add(Kind.PARK);
        }
        return kinds;
    }

    private String cause(Note note, Optional<FoundGroup> after) {
        Outcome outcome = note.last.answer().outcome();
        if (outcome == Outcome.PARKED || outcome == Outcome.HELD) {
            return note.last.answer().detail();
        }
        return after.flatMap(group -> groups.namesake(group.id()))
                .map(id ->
                        "group " + id + " there has this name too: a provider that takes a name only once refuses it")
                .orElse("");
    }
}
