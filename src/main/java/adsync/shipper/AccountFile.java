package adsync.shipper;

import adsync.scim.FoundUser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, each in every state it was put in; each state has a number. The newest are in memory, as many as a certain amount of it
 * holds, all before them in a file. Thread-safe. Fails with an {@link UncheckedIOException} if the file cannot be used.
 */
final class AccountFile implements AutoCloseable {

    /** No number: the account is not there. */
    static final long NOWHERE = Long.MAX_VALUE;

    /** In octets, as {@link #weight} estimates them: about 20,000 accounts without photos. */
    private static final long MOST_IN_MEMORY = 48L << 20;

    private static final int EACH = 64;
    private static final int FIRST_SIZE = 1 << 10;
    private static final String ID = "id";
    private static final String LOGIN = "userName";
    private static final String EXTERNAL_ID = "externalId";
    private static final String VALUES = "values";

    private final RandomAccessFile file;
    private final long mostInMemory;
    private final NumberIndex ids = new NumberIndex();
    private final NumberIndex logins = new NumberIndex();
    private final NumberIndex externalIds = new NumberIndex();

    /** The newest, by number. */
    private final Map<Long, FoundUser> inMemory = new HashMap<>();

    /** Where in the file each of those before them lies, by number. */
    private long[] offsets = new long[FIRST_SIZE];

    private int count;
    private int written;
    private long weight;
    private long end;

    /** A new file. */
    AccountFile(Path path) throws IOException {
        this(path, MOST_IN_MEMORY);
    }

    AccountFile(Path path, long mostInMemory) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.mostInMemory = mostInMemory;
    }

    /** Puts an account there, in the place of the one with the same id. */
    synchronized void put(FoundUser account) {
        long number = count++;
        inMemory.put(number, account);
        weight += weight(account.values());
        while (weight > mostInMemory) {
            FoundUser oldest = Objects.requireNonNull(inMemory.remove((long) written));
            weight -= weight(oldest.values());
            write(oldest);
        }
        ids.put(account.id(), number);
        logins.add(account.userName(), number);
        account.externalId().ifPresent(externalId -> externalIds.add(externalId, number));
    }

    /** Takes an account away. */
    synchronized void remove(String id) {
        ids.put(id, NOWHERE);
    }

    /** The number of an account's newest state; {@link #NOWHERE} if it has none. */
    synchronized long number(String id) {
        long[] found = ids.find(id);
        return found.length == 0 ? NOWHERE : found[found.length - 1];
    }

    /** The account as it is now; empty if it is not there. */
    synchronized Optional<FoundUser> byId(String id) {
        return at(number(id)).filter(account -> account.id().equals(id));
    }

    /** All accounts that have this login now, in any letter case. */
    synchronized List<FoundUser> byLogin(String login) {
        return current(logins.find(login)).stream()
                .filter(account -> account.userName().equalsIgnoreCase(login))
                .toList();
    }

    /** All accounts that have this externalId now. */
    synchronized List<FoundUser> byExternalId(String externalId) {
        return current(externalIds.find(externalId)).stream()
                .filter(account -> account.externalId()
                        .filter(externalId::equalsIgnoreCase)
                        .isPresent())
                .toList();
    }

    /** The state that has this number; empty for {@link #NOWHERE}. */
    synchronized Optional<FoundUser> at(long number) {
        return number == NOWHERE ? Optional.empty() : Optional.of(state(number));
    }

    /**
     * Those that are there as they are now, in the order of their numbers, which {@link #size} ends.
     *
     * @param from the first number
     */
    synchronized List<FoundUser> from(long from, int limit) {
        List<FoundUser> accounts = new ArrayList<>();
        for (long number = from; number < Math.min(count, from + limit); number++) {
            FoundUser account = state(number);
            if (number(account.id()) == number) {
                accounts.add(account);
            }
        }
        return accounts;
    }

    /** How many states there are. */
    synchronized long size() {
        return count;
    }

    private FoundUser state(long number) {
        FoundUser kept = inMemory.get(number);
        return kept == null ? read(offsets[(int) number]) : kept;
    }

    private List<FoundUser> current(long[] numbers) {
        List<FoundUser> accounts = new ArrayList<>();
        for (long number : numbers) {
            FoundUser account = state(number);
            if (number(account.id()) == number) {
                accounts.add(account);
            }
        }
        return accounts;
    }

    /** Only strings can be long. */
    private static long weight(@Nullable Object value) {
        return switch (value) {
            case String text -> EACH + text.length();
            case Map<?, ?> map -> EACH * (1L + map.size()) + sum(map.values());
            case Collection<?> list -> EACH + sum(list);
            case JsonObject object -> weight(object.getMap());
            case JsonArray array -> weight(array.getList());
            case null, default -> EACH;
        };
    }

    private static long sum(Collection<?> values) {
        long sum = 0;
        for (Object value : values) {
            sum += weight(value);
        }
        return sum;
    }

    private void write(FoundUser account) {
        JsonObject json = new JsonObject()
                .put(ID, account.id())
                .put(LOGIN, account.userName())
                .put(VALUES, new JsonObject(new LinkedHashMap<>(account.values())));
        account.externalId().ifPresent(externalId -> json.put(EXTERNAL_ID, externalId));
        if (written == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * written);
        }
        offsets[written++] = end;
        append(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private void append(byte[] octets) {
        try {
            file.seek(end);
            byte[] record = new byte[Integer.BYTES + octets.length];
            ByteBuffer.wrap(record).putInt(octets.length).put(octets);
            file.write(record);
            end += record.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FoundUser read(long offset) {
        try {
            file.seek(offset);
            byte[] octets = new byte[file.readInt()];
            file.readFully(octets);
            var json = new JsonObject(new String(octets, StandardCharsets.UTF_8));
            return FoundUser.of(
                    json.getString(ID),
                    Optional.ofNullable(json.getString(EXTERNAL_ID)),
                    json.getString(LOGIN),
                    values(json.getJsonObject(VALUES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects and lists within as the JSON library's own, as everywhere where something was decoded. */
    private static Map<String, Object> values(JsonObject json) {
        var values = new TreeMap<String, Object>();
        json.forEach(value -> values.put(value.getKey(), value.getValue()));
        return values;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
