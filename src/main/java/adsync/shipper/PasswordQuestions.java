package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.journal.WaitingPassword;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is asked of directories for the lane of passwords, beside its work: one that does not answer holds up nobody's password. */
final class PasswordQuestions {

    private final SidHolders holders;
    private final PasswordStates states;
    private final Strangers strangers;
    private final Senders senders;
    private final Lane lane;

    /** Who wants to know. */
    interface Lane {

        /** Runs something between its turns. */
        void later(Runnable task);

        /** More is known of those whom nobody of ours is. */
        void strangersKnown();

        /** More is known of those users' passwords. */
        void statesKnown(Set<ObjectGuid> users);
    }

    PasswordQuestions(SidHolders holders, PasswordStates states, Strangers strangers, Senders senders, Lane lane) {
        this.holders = holders;
        this.states = states;
        this.strangers = strangers;
        this.senders = senders;
        this.lane = lane;
    }

    /** Of some events that wait. */
    void note(List<WaitingPassword> waiting) {
        strangers.note(waiting);
        senders.note(waiting);
    }

    /** Asks what is wanted and not being asked already. */
    void ask() {
        Set<String> sids = strangers.toAsk();
        if (!sids.isEmpty()) {
            Future.succeededFuture()
                    .compose(begin -> holders.of(sids)) // a fault is no answer, too
                    .otherwise(Map.of())
                    .onSuccess(answer -> lane.later(() -> {
                        strangers.answered(answer);
                        lane.strangersKnown();
                    }));
        }
        senders.toAsk().forEach(this::ask);
    }

    private void ask(String controller, Set<ObjectGuid> users) {
        Consumer<Map<ObjectGuid, Long>> answered = answer -> {
            Set<ObjectGuid> news = senders.answered(controller, answer);
            if (!news.isEmpty()) {
                lane.statesKnown(news);
            }
        };
        Future.succeededFuture()
                .compose(begin -> states.at(controller, users))
                .otherwise(Map.of())
                .onSuccess(answer -> lane.later(() -> answered.accept(answer)));
    }
}
