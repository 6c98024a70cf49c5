package adsync.bench;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A process that answers each line it is given by a line that begins with {@code = }, and says {@code = ready} first. */
final class Conversation implements AutoCloseable {

    private static final String ANSWER = "= ";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final JavaProcess process;

    /** Starts a process that is given the consumer of its lines, and waits until it is ready. */
    Conversation(Function<Consumer<String>, JavaProcess> start) throws InterruptedException {
        process = start.apply(line -> {
            if (line.startsWith(ANSWER)) {
                answers.add(line.substring(ANSWER.length()));
            }
        });
        answer();
    }

    /** Says a line and waits for the answer. */
    String ask(String question) throws InterruptedException {
        process.say(question);
        return answer();
    }

    private String answer() throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        String answer = answers.poll(1, TimeUnit.SECONDS);
        while (answer == null && process.alive() && System.nanoTime() < end) {
            answer = answers.poll(1, TimeUnit.SECONDS);
        }
        if (answer == null) {
            throw new IllegalStateException(process.alive() ? "no answer within " + LONGEST : "the process ended");
        }
        return answer;
    }

    /** Processor time that it took so far. */
    Duration processorTime() {
        return process.processorTime();
    }

    @Override
    public void close() {
        process.close();
    }
}
