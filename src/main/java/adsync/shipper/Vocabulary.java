package adsync.shipper;

import adsync.observe.LogKeys;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which extensions the provider takes: one that it does not list would make it refuse the whole user. Thread-safe. */
final class Vocabulary {

    private static final Logger LOGGER = LoggerFactory.getLogger(Vocabulary.class);

    private final Set<String> listed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> left = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** The answers so far: the same few paths are asked about for each user. */
    private volatile Map<String, Boolean> answers = new ConcurrentHashMap<>();

    /** What the provider lists. */
    synchronized void learn(Collection<String> schemas) {
        listed.clear();
        listed.addAll(schemas);
        answers = new ConcurrentHashMap<>();
    }

    /** Whether a path is to be sent; any is while nothing is known. */
    boolean takes(String path) {
        Boolean known = answers.get(path);
        return known == null ? ask(path) : known;
    }

    private synchronized boolean ask(String path) {
        boolean takes = lists(path);
        answers.put(path, takes);
        return takes;
    }

    private boolean lists(String path) {
        int end = path.regionMatches(true, 0, "urn:", 0, 4) ? path.lastIndexOf(':') : -1;
        if (end < 0 || listed.isEmpty() || listed.contains(path.substring(0, end))) {
            return true;
        }
        String extension = path.substring(0, end);
        if (left.add(extension)) {
            LOGGER.atInfo()
                    .addKeyValue(LogKeys.DETAIL, extension)
                    .log("the provider does not list this extension, nothing of it is sent");
        }
        return false;
    }
}
