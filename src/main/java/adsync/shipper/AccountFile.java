package adsync.shipper;

import adsync.scim.FoundUser;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Accounts in a file, each in every state it was put in: only where they lie is in memory. Thread-safe. Fails with an
 * {@link UncheckedIOException} if the file cannot be used.
 */
final class AccountFile implements AutoCloseable {

    /** No offset: the account is not there. */
    static final long NOWHERE = Long.MAX_VALUE;

    private static final String ID = "id";
    private static final String LOGIN = "userName";
    private static final String EXTERNAL_ID = "externalId";
    private static final String VALUES = "values";

    private final RandomAccessFile file;
    private final OffsetIndex ids = new OffsetIndex();
    private final OffsetIndex logins = new OffsetIndex();
    private final OffsetIndex externalIds = new OffsetIndex();
    private long end;

    /** A new file. */
    AccountFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Puts an account there, in the place of the one with the same id. */
    synchronized void put(FoundUser account) {
        JsonObject json = new JsonObject()
                .put(ID, account.id())
                .put(LOGIN, account.userName())
                .put(VALUES, new JsonObject(new LinkedHashMap<>(account.values())));
        account.externalId().ifPresent(externalId -> json.put(EXTERNAL_ID, externalId));
        long offset = end;
        append(json.encode().getBytes(StandardCharsets.UTF_8));
        ids.put(account.id(), offset);
        logins.add(account.userName(), offset);
        account.externalId().ifPresent(externalId -> externalIds.add(externalId, offset));
    }

    /** Takes an account away. */
    synchronized void remove(String id) {
        ids.put(id, NOWHERE);
    }

    /** Where the newest state of an account lies; {@link #NOWHERE} if it has none. */
    synchronized long offset(String id) {
        long[] found = ids.find(id);
        return found.length == 0 ? NOWHERE : found[found.length - 1];
    }

    /** The account as it is now; empty if it is not there. */
    synchronized Optional<FoundUser> byId(String id) {
        return at(offset(id)).filter(account -> account.id().equals(id));
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

    /** What lies there; empty at {@link #NOWHERE}. */
    synchronized Optional<FoundUser> at(long offset) {
        return offset == NOWHERE ? Optional.empty() : Optional.of(read(offset));
    }

    private List<FoundUser> current(long[] offsets) {
        List<FoundUser> accounts = new ArrayList<>();
        for (long offset : offsets) {
            FoundUser account = read(offset);
            if (offset(account.id()) == offset) {
                accounts.add(account);
            }
        }
        return accounts;
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
