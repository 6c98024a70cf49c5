package adsync.cli;

import adsync.shipper.GroupCounts;
import adsync.shipper.RehearsedGroup;
import adsync.shipper.RehearsedGroup.Kind;
import adsync.shipper.RehearsedGroup.Member;
import adsync.shipper.RehearsedGroup.Members;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The groups of a preview, for people. */
final class GroupTable {

    private GroupTable() {}

    static Table counts(GroupCounts groups) {
        Table table = new Table("", "groups", "held for approval");
        for (Kind kind : Kind.values()) {
            table.row(
                    words(kind),
                    Long.toString(groups.count(kind)),
                    Long.toString(groups.held().getOrDefault(kind, 0L)));
        }
        return table.row("unchanged", Long.toString(groups.unchanged()), "")
                .row("members added", Long.toString(groups.membersAdded()), "")
                .row("members removed", Long.toString(groups.membersRemoved()), "");
    }

    /** A group a line; what is to be said of it is in a line of its own. */
    static Table of(List<RehearsedGroup> groups) {
        Table table = new Table("change", "group", "members added", "members removed", "dn");
        groups.forEach(one -> {
            table.row(what(one), name(one), members(one.added()), members(one.removed()), one.dn());
            if (!one.cause().isEmpty()) {
                table.row("", "", "", "", one.cause());
            }
        });
        return table;
    }

    private static String what(RehearsedGroup one) {
        String done = words(one.kinds().stream().filter(kind -> !one.heldKinds().contains(kind)));
        if (!one.held()) {
            return done;
        }
        String waits = words(one.heldKinds().stream());
        return (done.isEmpty() ? "" : done + ", ") + (waits.isEmpty() ? "held" : "held: " + waits);
    }

    private static String words(Stream<Kind> kinds) {
        return kinds.map(GroupTable::words).collect(Collectors.joining(", "));
    }

    private static String words(Kind kind) {
        return kind.word().replace('_', ' ');
    }

    private static String name(RehearsedGroup one) {
        boolean renamed = one.kinds().contains(Kind.RENAME);
        return PreviewOutput.cut(
                renamed ? one.nameBefore().orElse("") + " -> " + one.displayName() : one.displayName());
    }

    private static String members(Members members) {
        if (members.count() == 0) {
            return "";
        }
        String names = members.first().stream().map(Member::name).collect(Collectors.joining(", "));
        return PreviewOutput.cut(members.count() + ": " + names);
    }
}
