package adsync.journal;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where we are with each naming context. A checkpoint that is not what was written is none. */
final class Checkpoints {

    private static final Logger LOGGER = LoggerFactory.getLogger(Checkpoints.class);

    private static final String PUT = """
            INSERT INTO checkpoint (naming_context, dn, root, phase, page_cookie, cycle_cookie, domain_controller,
              invocation_id, highest_usn, fingerprint, epoch, enumerated, total, committed_at, checksum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (naming_context) DO UPDATE
            SET dn = excluded.dn, root = excluded.root, phase = excluded.phase, page_cookie = excluded.page_cookie,
              cycle_cookie = excluded.cycle_cookie, domain_controller = excluded.domain_controller,
              invocation_id = excluded.invocation_id, highest_usn = excluded.highest_usn,
              fingerprint = excluded.fingerprint, epoch = excluded.epoch, enumerated = excluded.enumerated,
              total = excluded.total, committed_at = excluded.committed_at, checksum = excluded.checksum
            """;

    private static final String GET = "SELECT * FROM checkpoint WHERE naming_context = ?";

    private static final String STEP = "SELECT epoch, phase FROM checkpoint WHERE naming_context = ?";

    private static final String ALL = "SELECT * FROM checkpoint ORDER BY committed_at DESC";

    private final Session session;

    Checkpoints(Session session) {
        this.session = session;
    }

    void put(Checkpoint checkpoint) throws SQLException {
        List<@Nullable Object> columns = columns(checkpoint);
        columns.add(checksum(columns));
        session.run(PUT, columns.toArray());
    }

    /** How far we are with one enumeration; the phase may be a word of somebody else. */
    private record Step(long epoch, String phase) {}

    /** Whether an enumeration begins with this checkpoint. */
    boolean beginsEpoch(Checkpoint checkpoint) throws SQLException {
        Step kept = step(checkpoint.namingContext().guid());
        return kept == null || kept.epoch() < checkpoint.epoch();
    }

    /** Whether all have been read with this checkpoint. */
    boolean endsEnumeration(Checkpoint checkpoint) throws SQLException {
        if (checkpoint.phase() == Checkpoint.Phase.ENUMERATING) {
            return false;
        }
        Step kept = step(checkpoint.namingContext().guid());
        return kept != null && kept.phase().equals(Checkpoint.Phase.ENUMERATING.name());
    }

    private @Nullable Step step(ObjectGuid namingContext) throws SQLException {
        return session.first(STEP, row -> new Step(row.number("epoch"), row.text("phase")), namingContext);
    }

    Optional<Checkpoint> get(ObjectGuid namingContext) throws SQLException {
        return session.<Optional<Checkpoint>>list(GET, Checkpoints::read, namingContext).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    List<Checkpoint> all() throws SQLException {
        return session.<Optional<Checkpoint>>list(ALL, Checkpoints::read).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<@Nullable Object> columns(Checkpoint checkpoint) {
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(Session.octets(checkpoint.namingContext().guid()));
        columns.add(checkpoint.namingContext().dn());
        columns.add(Session.octets(checkpoint.root()));
        columns.add(checkpoint.phase().name());
        columns.add(checkpoint.pageCookie().map(DirSyncCookie::octets).orElse(null));
        columns.add(checkpoint.cycleCookie().map(DirSyncCookie::octets).orElse(null));
        columns.add(checkpoint.domainController());
        columns.add(checkpoint.invocationId().toString());
        columns.add(checkpoint.highestCommittedUsn());
        columns.add(checkpoint.fingerprint());
        columns.add(checkpoint.epoch());
        columns.add(checkpoint.enumerated());
        columns.add(checkpoint.total());
        columns.add(Session.micros(checkpoint.committedAt()));
        return columns;
    }

    private static Optional<Checkpoint> read(Row row) throws SQLException {
        Optional<Checkpoint> checkpoint = parse(row);
        boolean genuine = checkpoint.isPresent()
                && Arrays.equals(checksum(columns(checkpoint.get())), row.octetsOrNull("checksum"));
        if (!genuine) {
            LOGGER.atWarn()
                    .addKeyValue("namingContext", row.textOrNull("dn"))
                    .log("the checkpoint does not match its checksum, it is taken for missing");
            return Optional.empty();
        }
        return checkpoint;
    }

    /** Empty if a column does not even have the form that we write. */
    private static Optional<Checkpoint> parse(Row row) {
        try {
            return Optional.of(new Checkpoint(
                    new NamingContext(row.guid("naming_context"), row.text("dn")),
                    row.guid("root"),
                    Checkpoint.Phase.valueOf(row.text("phase")),
                    Optional.ofNullable(row.octetsOrNull("page_cookie")).map(DirSyncCookie::of),
                    Optional.ofNullable(row.octetsOrNull("cycle_cookie")).map(DirSyncCookie::of),
                    row.text("domain_controller"),
                    UUID.fromString(row.text("invocation_id")),
                    row.number("highest_usn"),
                    row.text("fingerprint"),
                    row.number("epoch"),
                    row.number("enumerated"),
                    row.number("total"),
                    row.instant("committed_at")));
        } catch (IllegalArgumentException | SQLException e) {
            LOGGER.atWarn().setCause(e).log("the checkpoint cannot be read");
            return Optional.empty();
        }
    }

    /** Each column with its kind and its length before it, so that nothing can slip from one into the next. */
    private static byte[] checksum(List<@Nullable Object> columns) {
        MessageDigest digest = sha256();
        for (Object column : columns) {
            switch (column) {
                case null -> update(digest, 'n', new byte[0]);
                case byte[] octets -> update(digest, 'b', octets);
                case String text -> update(digest, 't', text.getBytes(StandardCharsets.UTF_8));
                case Long number ->
                    update(
                            digest,
                            'i',
                            ByteBuffer.allocate(Long.BYTES).putLong(number).array());
                default -> throw new IllegalArgumentException("no column has a " + column.getClass());
            }
        }
        return digest.digest();
    }

    private static void update(MessageDigest digest, char kind, byte[] octets) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).array());
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
