package adsync.desk;

import adsync.intake.ControllerDirectory;
import adsync.intake.Invitations;
import adsync.journal.Journal;
import adsync.listener.ReconcileRequested;
import adsync.mapping.Mapping;
import adsync.shipper.ComparisonRequested;
import adsync.shipper.ComparisonState;
import adsync.shipper.PasswordsRejected;
import adsync.shipper.WorkReleased;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** The questions that there are, by name. */
public final class Questions {

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private Questions() {}

    /** Those that a running service answers. */
    public static Map<String, Question> running(
            Journal journal,
            Optional<DirectoryView> directory,
            Optional<Invitations> invitations,
            Optional<ControllerDirectory> controllers,
            Mapping mapping,
            ComparisonState comparison,
            EventBus bus) {
        IntConsumer released = count -> bus.publish(WorkReleased.ADDRESS, new WorkReleased(count), LOCAL);
        IntConsumer rejected = count -> bus.publish(PasswordsRejected.ADDRESS, new PasswordsRejected(count), LOCAL);
        Map<String, Question> all =
                new TreeMap<>(atRest(journal, directory, invitations, controllers, mapping, released));
        all.put(RevokeController.NAME, new RevokeController(journal, Clock.systemUTC(), rejected));
        all.put(
                Reconcile.NAME,
                new Reconcile(journal, request -> bus.publish(ReconcileRequested.ADDRESS, request, LOCAL)));
        all.put(
                Compare.NAME,
                new Compare(comparison, request -> bus.publish(ComparisonRequested.ADDRESS, request, LOCAL)));
        all.put(Compared.NAME, new Compared(comparison));
        return Map.copyOf(all);
    }

    /** Those that a journal answers that no service has: what becomes due is shipped by the next start. */
    public static Map<String, Question> atRest(
            Journal journal,
            Optional<DirectoryView> directory,
            Optional<Invitations> invitations,
            Optional<ControllerDirectory> controllers,
            Mapping mapping) {
        return atRest(journal, directory, invitations, controllers, mapping, count -> {});
    }

    private static Map<String, Question> atRest(
            Journal journal,
            Optional<DirectoryView> directory,
            Optional<Invitations> invitations,
            Optional<ControllerDirectory> controllers,
            Mapping mapping,
            IntConsumer released) {
        var coverage = new AskedCoverage(journal, controllers, Clock.systemUTC());
        return List.of(
                        new Parked(journal),
                        new Retry(journal, released),
                        new Holds(journal),
                        new Approve(journal, released),
                        new Reject(journal),
                        new Forget(journal, directory),
                        new Why(journal, directory, mapping, Clock.systemUTC()),
                        new AddController(invitations),
                        new ListControllers(coverage),
                        new RevokeController(journal, Clock.systemUTC(), count -> {}),
                        new Passwords(journal, coverage, Clock.systemUTC()))
                .stream()
                .collect(Collectors.toMap(Question::name, Function.identity()));
    }
}
