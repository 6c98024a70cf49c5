package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.journal.PasswordJournal;
import adsync.journal.ReceivedPassword;
import adsync.journal.ReceivedPassword.Receipt;
import adsync.observe.LogKeys;
import adsync.observe.MeterTag;
import adsync.sealing.KeySet;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a batch of events: nothing is answered before all that is accepted is on the disk. Of one event loop. */
final class EventsCall {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventsCall.class);

    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 12 * 1024;
    private static final int PER_SECOND = 50;
    private static final int AT_ONCE = 1000;
    private static final Duration FULL_FOR = Duration.ofMinutes(1);

    /** What sources tell of what they lost; they may be newer than we are. */
    static final List<String> REASONS = List.of(
            "overflow",
            "oversize",
            "encoding",
            "empty",
            "fault",
            "nokey",
            "spoolfull",
            "spoolerror",
            "expired",
            "unrecorded",
            "other");

    /** What is answered of an event: what became of it or, if it was not taken, that. */
    static final List<String> ANSWERS = Stream.concat(
                    MeterTag.words("", Receipt.values()).stream(), Stream.of(EventLine.REJECTED))
            .toList();

    private final PasswordJournal passwords;
    private final Supplier<List<KeySet.SealingKey>> keys;
    private final IntConsumer received;
    private final int mostWaiting;
    private final Scales scales;
    private final Delays delays;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Long, TokenBucket> rates = new HashMap<>();

    /**
     * Keeps events.
     *
     * @param keys what may be sealed to
     * @param scales what events are compared with
     * @param delays told of those that cannot be compared now
     * @param received told how many are due now
     * @param mostWaiting events of one domain controller that may wait
     */
    EventsCall(
            PasswordJournal passwords,
            Supplier<List<KeySet.SealingKey>> keys,
            Scales scales,
            Delays delays,
            IntConsumer received,
            int mostWaiting,
            Clock clock,
            MeterRegistry meters) {
        this.passwords = passwords;
        this.keys = keys;
        this.scales = scales;
        this.delays = delays;
        this.received = received;
        this.mostWaiting = mostWaiting;
        this.clock = clock;
        this.meters = meters;
        ANSWERS.forEach(answer -> IntakeMeter.EVENTS.counter(meters, "answer", answer));
        REASONS.forEach(reason -> IntakeMeter.MISSED.counter(meters, "reason", reason));
    }

    /** The answer, a line for each event that could be judged; fails with a {@link RefusedException}. */
    Future<String> take(EnrolledController controller, Buffer body) {
        List<KeySet.SealingKey> accepted = keys.get();
        if (accepted.isEmpty()) {
            throw new RefusedException(RefusedException.UNAVAILABLE, "there is no key set yet", Duration.ofSeconds(60));
        }
        List<String> texts = lines(body);
        Duration wait = rates.computeIfAbsent(
                        controller.number(), number -> new TokenBucket(PER_SECOND, AT_ONCE, clock))
                .take(texts.size());
        if (!wait.isZero()) {
            throw new RefusedException(RefusedException.TOO_MANY, "more than 50 events a second", wait);
        }
        List<EventLine> lines = read(controller, accepted, texts);
        List<ReceivedPassword> events = new ArrayList<>();
        for (EventLine line : lines) {
            ReceivedPassword event = line.event();
            if (event != null) {
                events.add(event);
            }
        }
        return passwords
                .waitingOf(controller, mostWaiting)
                .compose(waiting -> waiting < mostWaiting
                        ? passwords.receive(controller, events, clock.instant())
                        : Future.failedFuture(tooMany()))
                .map(receipts -> answer(controller, lines, receipts.orElseThrow(RefusedException::revoked)));
    }

    /** Those that can be judged now; the others are not answered to, and come again. */
    private List<EventLine> read(EnrolledController controller, List<KeySet.SealingKey> accepted, List<String> texts) {
        EventLine.Scale scale;
        try {
            scale = scales.of(controller, accepted);
        } catch (RefusedException e) {
            delays.begin(controller, String.valueOf(e.getMessage()));
            throw e;
        }
        List<EventLine> lines = new ArrayList<>();
        RefusedException later = null;
        for (String text : texts) {
            try {
                lines.add(EventLine.read(text, scale));
            } catch (RefusedException e) {
                if (e.status() != RefusedException.UNAVAILABLE) {
                    throw e;
                }
                later = e;
            }
        }
        if (later == null) {
            delays.end(controller);
            return lines;
        }
        delays.begin(controller, String.valueOf(later.getMessage()));
        if (lines.isEmpty()) {
            throw later;
        }
        return lines;
    }

    /** They have to be shipped or come to their end first; what one domain controller fills keeps no other one out. */
    private static RefusedException tooMany() {
        return new RefusedException(
                RefusedException.UNAVAILABLE, "too many passwords of this domain controller wait", FULL_FOR);
    }

    private static List<String> lines(Buffer body) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= body.length(); at++) {
            if (at < body.length() && body.getByte(at) != '\n') {
                continue;
            }
            if (at - start > LONGEST_LINE) {
                throw new RefusedException(RefusedException.TOO_LARGE, "a line is longer than 12 KiB");
            }
            String line = body.getString(start, at).strip();
            if (!line.isEmpty()) {
                lines.add(line);
            }
            if (lines.size() > MOST_LINES) {
                throw new RefusedException(RefusedException.TOO_LARGE, "at most 200 lines");
            }
            start = at + 1;
        }
        if (lines.isEmpty()) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "there is no line");
        }
        return lines;
    }

    private void countMissed(ReceivedPassword event, Receipt receipt) {
        String reason = event.missed();
        if (reason != null && receipt == Receipt.ACCEPTED) {
            String known = REASONS.contains(reason) ? reason : "other";
            IntakeMeter.MISSED.counter(meters, "reason", known).increment();
        }
    }

    /** One line an event: what is asked about later is found by it. Nothing sealed is in it. */
    private static void log(EnrolledController controller, EventLine line, String status) {
        String missed = line.event() == null ? null : line.event().missed();
        boolean news = missed != null && !status.equals("duplicate");
        boolean lost = news || status.equals(EventLine.REJECTED);
        EventLine.Facts facts = line.facts();
        (lost ? LOGGER.atWarn() : LOGGER.atInfo())
                .addKeyValue("eventId", line.id())
                .addKeyValue("sid", facts.sid())
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller.name())
                .addKeyValue("ft", facts.filetime())
                .addKeyValue("kid", facts.keyId())
                .addKeyValue("size", facts.size())
                .addKeyValue(LogKeys.STATUS, status)
                .addKeyValue(LogKeys.REASON, missed == null ? line.why() : missed)
                .log(missed == null ? "password event came" : "a domain controller lost a changed password");
    }

    private String answer(EnrolledController controller, List<EventLine> lines, List<Receipt> receipts) {
        StringBuilder answer = new StringBuilder();
        Iterator<Receipt> next = receipts.iterator();
        int accepted = 0;
        for (EventLine line : lines) {
            String status = line.status();
            ReceivedPassword event = line.event();
            if (event != null) {
                Receipt receipt = next.next();
                status = receipt.name().toLowerCase(Locale.ROOT);
                accepted += receipt == Receipt.ACCEPTED ? 1 : 0;
                countMissed(event, receipt);
            }
            IntakeMeter.EVENTS.counter(meters, "answer", status).increment();
            log(controller, line, status);
            JsonObject told = new JsonObject().put("id", line.id()).put("st", status);
            if (!line.why().isEmpty()) {
                told.put("why", line.why());
            }
            answer.append(told.encode()).append('\n');
        }
        if (accepted > 0) {
            received.accept(accepted);
        }
        return answer.toString();
    }
}
