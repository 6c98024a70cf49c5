package adsync.shipper;

import adsync.journal.ChangeSettled;
import adsync.journal.GroupRow;
import adsync.journal.GroupSettlement;
import adsync.journal.Journal;
import adsync.journal.Partition;
import adsync.observe.LogKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims the groups of a partition that are due, and carries them to the provider one after the other. */
final class GroupTurn {

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupTurn.class);

    /** Users come in between: a group may take many requests. */
    private static final int GROUPS_A_TURN = 16;

    private final Partition partition;
    private final Journal journal;
    private final GroupDelivery delivery;
    private final Clock clock;

    GroupTurn(Partition partition, Journal journal, GroupDelivery delivery, Clock clock) {
        this.partition = partition;
        this.journal = journal;
        this.delivery = delivery;
        this.clock = clock;
    }

    /** Takes some that are due; each must be settled. */
    List<GroupRow> claim(boolean one) {
        return journal.claimGroups(partition, clock.instant(), one ? 1 : GROUPS_A_TURN)
                .await();
    }

    /** Whatever happens, each row is settled. */
    List<GroupSettlement> deliver(List<GroupRow> rows) {
        List<GroupSettlement> settlements = new ArrayList<>();
        for (GroupRow row : rows) {
            settlements.add(deliver(row));
        }
        return settlements;
    }

    private GroupSettlement deliver(GroupRow row) {
        try {
            return delivery.deliver(row);
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue(LogKeys.OBJECT_GUID, row.objectGuid().toString())
                    .log("group failed, it is shipped again");
            return delivery.abandoned(row, e);
        }
    }

    /** What is told of one. */
    static ChangeSettled event(GroupSettlement settlement, Instant now) {
        GroupRow row = settlement.row();
        return new ChangeSettled(
                row.correlationId(),
                row.objectGuid(),
                row.dn(),
                row.kind(),
                row.origin(),
                row.firstSeenAt(),
                settlement.answer().outcome(),
                settlement.answer().status(),
                settlement.answer().detail(),
                now);
    }
}
