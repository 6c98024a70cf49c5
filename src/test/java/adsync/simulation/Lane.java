package adsync.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

/** What is done one after the other: the context of a verticle. Threads that wait let what comes after them pass, as in Vert.x. */
final class Lane {

    private final Scheduler scheduler;
    private final String name;
    private final Consumer<Throwable> failed;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final Set<Thread> threads = new LinkedHashSet<>();
    private boolean dying;

    /** Something to do; a continued thread has to be run even if all else is given up. */
    private record Task(Runnable action, boolean continued) {}

    Lane(Scheduler scheduler, String name, Consumer<Throwable> failed) {
        this.scheduler = scheduler;
        this.name = name;
        this.failed = failed;
    }

    /** Does it on no thread of its own: it must not wait. */
    void post(Runnable action) {
        if (!dying) {
            add(new Task(action, false));
        }
    }

    /** Does it on a thread that may wait. */
    void thread(Runnable body) {
        post(() -> {
            Thread[] self = new Thread[1];
            self[0] = CarriedThreads.start(
                    part -> add(new Task(part, true)),
                    () -> {
                        try {
                            body.run();
                        } finally {
                            threads.remove(self[0]);
                        }
                    },
                    this::failed);
            threads.add(self[0]);
        });
    }

    private void failed(Throwable failure) {
        if (!dying) {
            failed.accept(failure);
        }
    }

    private void add(Task task) {
        if (scheduler.isStranger()) {
            return;
        }
        tasks.add(task);
        if (tasks.size() == 1) {
            scheduler.ready(this);
        }
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    boolean dying() {
        return dying;
    }

    Runnable take() {
        Task task = tasks.poll();
        if (task == null) {
            throw new NoSuchElementException(name + " has nothing to do");
        }
        return task.action();
    }

    /** Gives up all but threads that can go on: they are to be ended. */
    void die() {
        dying = true;
        if (!tasks.isEmpty()) {
            tasks.removeIf(task -> !task.continued());
            if (tasks.isEmpty()) {
                scheduler.forget(this);
            }
        }
    }

    /** Ends the threads that wait. */
    List<Thread> interrupt() {
        List<Thread> left = new ArrayList<>(threads);
        left.forEach(Thread::interrupt);
        return left;
    }

    @Override
    public String toString() {
        return name;
    }
}
