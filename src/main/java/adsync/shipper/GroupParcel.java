package adsync.shipper;

import adsync.journal.Answer;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GroupLink;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.journal.GroupSettlement.Ending;
import adsync.journal.MemberEdit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One group on its way: what the provider has of it by now, and which differences are none any more. */
final class GroupParcel {

    private final GroupRow row;
    private final List<MemberEdit> done = new ArrayList<>();
    private final Map<MemberEdit, String> refused = new LinkedHashMap<>();
    private Optional<GroupLink> link;
    private String request = "";
    private int status;

    GroupParcel(GroupRow row) {
        this.row = row;
        this.link = row.link();
    }

    GroupRow row() {
        return row;
    }

    Optional<GroupLink> link() {
        return link;
    }

    void linked(GroupLink now) {
        link = Optional.of(now);
    }

    void lost() {
        link = Optional.empty();
    }

    void sent(String what, int answered) {
        request = what;
        status = answered;
    }

    void done(MemberEdit edit) {
        done.add(edit);
    }

    /** Whether anything came of it. */
    boolean changed() {
        return !request.isEmpty() || !done.isEmpty() || !refused.isEmpty();
    }

    void refused(MemberEdit edit, String cause) {
        refused.put(edit, cause);
    }

    /** What has to go from the group before a difference is mended: a group that was there before may have any members. */
    List<String> removes(MemberEdit edit) {
        boolean adopted = link.filter(GroupLink::adopted).isPresent();
        if (!adopted
                || edit.adds().isEmpty()
                || edit.removes().contains(edit.adds().get())) {
            return edit.removes();
        }
        List<String> removes = new ArrayList<>(edit.removes());
        removes.add(edit.adds().get());
        return removes;
    }

    boolean wasRefused(MemberEdit edit) {
        return refused.containsKey(edit);
    }

    /** The provider has it. */
    GroupSettlement acknowledged() {
        if (!refused.isEmpty()) {
            return settlement(answer(Outcome.PARKED, refused.values().iterator().next()), new Ending.Acknowledged());
        }
        return settlement(
                answer(request.isEmpty() ? Outcome.UNCHANGED : Outcome.SHIPPED, ""), new Ending.Acknowledged());
    }

    GroupSettlement postponed(int answered, String cause, Instant notBefore, boolean counted, boolean fateUnknown) {
        return settlement(
                new Answer(Outcome.POSTPONED, answered, cause, request),
                new Ending.Postponed(notBefore, counted, fateUnknown));
    }

    GroupSettlement parked(int answered, String cause) {
        return settlement(new Answer(Outcome.PARKED, answered, cause, request), new Ending.Parked());
    }

    GroupSettlement held(String cause, long hold) {
        return settlement(new Answer(Outcome.HELD, 0, cause), new Ending.Held(hold));
    }

    private Answer answer(Outcome outcome, String detail) {
        return new Answer(outcome, status, detail, request);
    }

    private GroupSettlement settlement(Answer answer, Ending ending) {
        return new GroupSettlement(row, answer, link, done, refused, ending);
    }
}
