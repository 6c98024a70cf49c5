package adsync.simulation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One life of the service: the Vert.x that its verticles see. Dies at any step, with all that is in memory. */
final class SimulatedProcess {

    private final Scheduler scheduler;
    private final Consumer<Throwable> failed;
    private final Consumer<String> worked;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, List<Consumer<Object>>> consumers = new HashMap<>();
    private final Map<Long, Scheduler.Alarm> timers = new HashMap<>();
    private final Map<Lane, Context> contexts = new HashMap<>();
    private final Vertx vertx;
    private final Lane main;
    private long timer;
    private boolean dead;
    private boolean tidying;

    /**
     * Begins without a verticle.
     *
     * @param failed told of what ends a thread
     * @param worked told of each piece of blocking work that is done, by the name of its executor: before who asked for it knows
     */
    SimulatedProcess(Scheduler scheduler, Consumer<Throwable> failed, Consumer<String> worked) {
        this.scheduler = scheduler;
        this.failed = failed;
        this.worked = worked;
        this.main = lane("main");
        EventBus bus = Only.of(
                EventBus.class,
                Map.of("publish", call -> publish((String) call[0], call[1]), "localConsumer", this::consume));
        this.vertx = Only.of(
                Vertx.class,
                Map.of(
                        "eventBus", call -> bus,
                        "setTimer", call -> setTimer((Long) call[0], call[1]),
                        "cancelTimer", call -> cancelTimer((Long) call[0]),
                        "createSharedWorkerExecutor", call -> new SimulatedExecutor(scheduler, this, (String) call[0]),
                        "getOrCreateContext", call -> contexts.get(lane())));
    }

    Vertx vertx() {
        return vertx;
    }

    boolean dead() {
        return dead;
    }

    /** Whether blocking work is done at once. */
    boolean tidying() {
        return tidying;
    }

    /** After its death, so that no file stays open. */
    void tidy(Runnable last) {
        tidying = true;
        last.run();
    }

    /** Fails if it is dead. */
    void live() {
        if (dead) {
            throw new ProcessDied();
        }
    }

    /** Runs something that may wait; the future completes with it. */
    <T> Future<T> run(Supplier<T> body) {
        Promise<T> over = Promise.promise();
        main.thread(() -> {
            try {
                over.complete(body.get());
            } catch (RuntimeException e) {
                over.fail(e);
            }
        });
        return over.future();
    }

    /** Deploys a verticle; to be called in {@link #run}. */
    Deployed deploy(VerticleBase verticle) {
        Lane lane = lane(verticle.getClass().getSimpleName());
        Context context = context(lane);
        contexts.put(lane, context);
        Promise<Object> started = Promise.promise();
        lane.thread(() -> {
            try {
                verticle.deploy(context).onComplete(done -> started.complete());
            } catch (Exception e) {
                started.fail(e);
            }
        });
        started.future().await();
        return new Deployed(verticle, context, lane);
    }

    /** A verticle that runs. */
    record Deployed(VerticleBase verticle, Context context, Lane lane) {

        /** Completes when it has stopped. */
        Future<Object> stop() {
            Promise<Object> stopped = Promise.promise();
            lane.thread(() -> {
                try {
                    verticle.undeploy(context).onComplete(done -> stopped.complete());
                } catch (Exception e) {
                    stopped.fail(e);
                }
            });
            return stopped.future();
        }
    }

    private Lane lane(String name) {
        Lane lane = new Lane(scheduler, name, failed);
        lanes.add(lane);
        return lane;
    }

    /** The one that is being run, or that of nobody in particular. */
    Lane lane() {
        return Objects.requireNonNullElse(scheduler.running(), main);
    }

    @SuppressWarnings("NullAway") // as the library does it
    private Context context(Lane lane) {
        return Only.of(
                Context.class,
                Map.of(
                        "runOnContext",
                                call -> {
                                    Handler<Void> handler = handler(call[0]);
                                    lane.thread(() -> handler.handle(null));
                                    return null;
                                },
                        "owner", call -> vertx,
                        "deploymentID", call -> lane.toString(),
                        "threadingModel", call -> ThreadingModel.VIRTUAL_THREAD,
                        "toString", call -> lane.toString()));
    }

    @SuppressWarnings("unchecked") // as the library declares it
    private static <T> Handler<T> handler(Object handler) {
        return (Handler<T>) handler;
    }

    private @Nullable Object consume(Object[] call) {
        Lane lane = lane();
        Handler<Message<Object>> handler = handler(call[1]);
        consumers
                .computeIfAbsent((String) call[0], first -> new ArrayList<>())
                .add(body -> lane.thread(() -> handler.handle(messageOf(body))));
        return null;
    }

    @SuppressWarnings("unchecked")
    private static Message<Object> messageOf(Object body) {
        return Only.of(Message.class, Map.of("body", call -> body));
    }

    private @Nullable Object publish(String address, Object body) {
        live();
        consumers.getOrDefault(address, List.of()).forEach(consumer -> consumer.accept(body));
        return null;
    }

    private long setTimer(long milliseconds, Object then) {
        live();
        Lane lane = lane();
        Handler<Long> handler = handler(then);
        long id = ++timer;
        timers.put(id, scheduler.after(Duration.ofMillis(milliseconds), () -> {
            timers.remove(id);
            lane.thread(() -> handler.handle(id));
        }));
        return id;
    }

    private boolean cancelTimer(long id) {
        Scheduler.Alarm alarm = timers.remove(id);
        if (alarm != null) {
            scheduler.cancel(alarm);
        }
        return alarm != null;
    }

    /** Some blocking work is done, and nobody knows yet. */
    void worked(String executor) {
        worked.accept(executor);
    }

    /** Nothing of it is left but what is on the disk, and at others. */
    void die() {
        dead = true;
        timers.values().forEach(scheduler::cancel);
        timers.clear();
        lanes.forEach(Lane::die);
        scheduler.unwind(lanes);
        for (int round = 0; round < 5; round++) {
            lanes.forEach(Lane::interrupt);
            scheduler.unwind(lanes);
        }
    }
}
