package adsync.journal;

import adsync.journal.JournalException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The tables, and how a store of an older version gets them. */
final class Schema {

    static final String FIRST = """
            CREATE TABLE meta (
              name  TEXT PRIMARY KEY,
              value TEXT NOT NULL
            );

            -- The databases of domain controllers: an update sequence number says something only with one of them.
            CREATE TABLE invocation (
              id            INTEGER PRIMARY KEY,
              invocation_id TEXT NOT NULL UNIQUE
            );

            -- The selected root has no parent, and its whole distinguished name as rdn.
            CREATE TABLE container (
              id      INTEGER PRIMARY KEY,
              guid    BLOB NOT NULL UNIQUE,
              parent  INTEGER REFERENCES container (id),
              rdn     TEXT NOT NULL,
              removed BOOLEAN NOT NULL
            );
            CREATE INDEX container_parent ON container (parent);
            CREATE INDEX container_removed ON container (id) WHERE removed = TRUE;

            -- Narrow rows: an enumeration marks every one of them. What is wide is in image.
            CREATE TABLE object (
              id         INTEGER PRIMARY KEY,
              guid       BLOB NOT NULL UNIQUE,
              container  INTEGER NOT NULL REFERENCES container (id),
              rdn        TEXT NOT NULL,
              usn        INTEGER NOT NULL,
              invocation INTEGER NOT NULL REFERENCES invocation (id),
              presence   TEXT NOT NULL,
              epoch      INTEGER NOT NULL
            );
            CREATE INDEX object_container ON object (container);

            CREATE TABLE image (
              object     INTEGER PRIMARY KEY REFERENCES object (id),
              attributes TEXT NOT NULL
            );

            -- A target may still be unknown to us, so it is named by its objectGUID.
            CREATE TABLE reference (
              target BLOB NOT NULL,
              source INTEGER NOT NULL REFERENCES object (id),
              PRIMARY KEY (target, source)
            ) WITHOUT ROWID;
            CREATE INDEX reference_source ON reference (source);

            CREATE TABLE link (
              object       INTEGER PRIMARY KEY REFERENCES object (id),
              provider_id  TEXT NOT NULL,
              acknowledged TEXT NOT NULL
            );

            -- not_before is 0 as soon as a row is due, so that claims walk one index in their order.
            -- claimed is the version that is being shipped, 0 if none.
            CREATE TABLE outbox (
              object        INTEGER PRIMARY KEY REFERENCES object (id),
              slot          INTEGER NOT NULL,
              version       INTEGER NOT NULL,
              priority      INTEGER NOT NULL,
              awaits        BOOLEAN NOT NULL,
              not_before    INTEGER NOT NULL,
              attempts      INTEGER NOT NULL,
              claimed       INTEGER NOT NULL,
              fate_unknown  BOOLEAN NOT NULL,
              parked        BOOLEAN NOT NULL,
              cause         TEXT,
              kind          TEXT NOT NULL,
              correlation   TEXT NOT NULL,
              dc            TEXT NOT NULL,
              usn           INTEGER NOT NULL,
              seen_at       INTEGER NOT NULL,
              first_seen_at INTEGER NOT NULL
            );
            CREATE INDEX outbox_due ON outbox (priority, awaits, version, slot)
              WHERE parked = FALSE AND claimed = 0 AND not_before = 0;
            CREATE INDEX outbox_later ON outbox (not_before, slot) WHERE not_before > 0;
            CREATE INDEX outbox_claimed ON outbox (object) WHERE claimed > 0;
            CREATE INDEX outbox_age ON outbox (first_seen_at) WHERE parked = FALSE;
            CREATE INDEX outbox_parked ON outbox (first_seen_at) WHERE parked = TRUE;

            -- Containers whose subtree is still to be evaluated again.
            CREATE TABLE recheck (
              container BLOB PRIMARY KEY
            );

            CREATE TABLE checkpoint (
              naming_context    BLOB PRIMARY KEY,
              dn                TEXT NOT NULL,
              root              BLOB NOT NULL,
              phase             TEXT NOT NULL,
              page_cookie       BLOB,
              cycle_cookie      BLOB,
              domain_controller TEXT NOT NULL,
              invocation_id     TEXT NOT NULL,
              highest_usn       INTEGER NOT NULL,
              fingerprint       TEXT NOT NULL,
              epoch             INTEGER NOT NULL,
              enumerated        INTEGER NOT NULL,
              total             INTEGER NOT NULL,
              committed_at      INTEGER NOT NULL,
              checksum          BLOB NOT NULL
            );
            """;

    private static final String SECOND = """
            CREATE TABLE naming_context (
              id   INTEGER PRIMARY KEY,
              guid BLOB NOT NULL UNIQUE,
              dn   TEXT NOT NULL
            );
            INSERT INTO naming_context (guid, dn) SELECT naming_context, dn FROM checkpoint;

            -- primary_group is its rid, which says something only in the domain. Almost all users have that of the domain's
            -- users, so that an index of those would serve nobody.
            ALTER TABLE object ADD COLUMN naming_context INTEGER;
            ALTER TABLE object ADD COLUMN primary_group INTEGER;
            ALTER TABLE object ADD COLUMN gone_at INTEGER;
            UPDATE object SET naming_context = (SELECT min(id) FROM naming_context),
              gone_at = CASE WHEN presence = 'PRESENT' THEN NULL
                ELSE CAST(strftime('%s', 'now') AS INTEGER) * 1000000 END,
              primary_group = (
                SELECT CAST(json_extract(i.attributes, '$.primaryGroupID[0]') AS INTEGER)
                FROM image i WHERE i.object = object.id);
            CREATE INDEX object_primary_group ON object (primary_group, naming_context) WHERE primary_group <> 513;

            -- deltas of all changes that the row stands for; NULL if one of them was a creation, whose values are the image.
            -- in_flight are those of the claimed version, once a newer one came.
            ALTER TABLE outbox ADD COLUMN hold INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE outbox ADD COLUMN deltas TEXT;
            ALTER TABLE outbox ADD COLUMN in_flight TEXT;
            UPDATE outbox SET deltas = '{}', in_flight = '{}' WHERE kind <> 'CREATED';
            DROP INDEX outbox_due;
            DROP INDEX outbox_age;
            CREATE INDEX outbox_due ON outbox (priority, awaits, version, slot)
              WHERE parked = FALSE AND claimed = 0 AND not_before = 0 AND hold = 0;
            CREATE INDEX outbox_age ON outbox (first_seen_at) WHERE parked = FALSE AND hold = 0;
            CREATE INDEX outbox_held ON outbox (hold) WHERE hold > 0;

            CREATE TABLE timer (
              object INTEGER PRIMARY KEY REFERENCES object (id),
              due    INTEGER NOT NULL
            );
            CREATE INDEX timer_due ON timer (due);

            -- Groups whose members are of interest; reading is the last full read of its members.
            CREATE TABLE tracked_group (
              id             INTEGER PRIMARY KEY,
              guid           BLOB NOT NULL UNIQUE,
              naming_context INTEGER NOT NULL REFERENCES naming_context (id),
              dn             TEXT NOT NULL,
              usn            INTEGER NOT NULL,
              rid            INTEGER NOT NULL,
              epoch          INTEGER NOT NULL,
              reading        INTEGER NOT NULL
            );
            CREATE INDEX tracked_group_rid ON tracked_group (rid);

            -- A member may be anything, and unknown to us, so it is named by its objectGUID.
            CREATE TABLE membership (
              tracked_group INTEGER NOT NULL REFERENCES tracked_group (id),
              member        BLOB NOT NULL,
              reading       INTEGER NOT NULL,
              PRIMARY KEY (tracked_group, member)
            ) WITHOUT ROWID;
            CREATE INDEX membership_member ON membership (member);

            -- Present users whose groups changed; taken once somebody looks into it.
            CREATE TABLE regroup (
              object INTEGER PRIMARY KEY REFERENCES object (id),
              taken  BOOLEAN NOT NULL
            );

            CREATE TABLE hold (
              id        INTEGER PRIMARY KEY,
              kind      TEXT NOT NULL,
              opened_at INTEGER NOT NULL,
              objects   INTEGER NOT NULL,
              most      INTEGER NOT NULL,
              state     TEXT NOT NULL,
              closed_at INTEGER
            );

            -- What the guard knows of rows that are not settled.
            CREATE TABLE hazard (
              object BLOB NOT NULL,
              kind   TEXT NOT NULL,
              state  TEXT NOT NULL,
              since  INTEGER NOT NULL,
              hold   INTEGER REFERENCES hold (id),
              PRIMARY KEY (object, kind)
            ) WITHOUT ROWID;
            CREATE INDEX hazard_state ON hazard (kind, state);
            CREATE INDEX hazard_hold ON hazard (hold) WHERE hold IS NOT NULL;

            -- What the guard let pass of late.
            CREATE TABLE passed (
              kind      TEXT NOT NULL,
              passed_at INTEGER NOT NULL,
              object    BLOB NOT NULL,
              PRIMARY KEY (kind, passed_at, object)
            ) WITHOUT ROWID;

            CREATE TABLE answer (
              object      INTEGER PRIMARY KEY REFERENCES object (id),
              answered_at INTEGER NOT NULL,
              correlation TEXT NOT NULL,
              outcome     TEXT NOT NULL,
              status      INTEGER NOT NULL,
              detail      TEXT NOT NULL
            );

            CREATE TABLE audit (
              sequence    INTEGER PRIMARY KEY,
              settled_at  INTEGER NOT NULL,
              guid        BLOB NOT NULL,
              dn          TEXT NOT NULL,
              kind        TEXT NOT NULL,
              correlation TEXT NOT NULL,
              dc          TEXT NOT NULL,
              usn         INTEGER NOT NULL,
              seen_at     INTEGER NOT NULL,
              outcome     TEXT NOT NULL,
              status      INTEGER NOT NULL,
              detail      TEXT NOT NULL,
              deltas      TEXT NOT NULL
            );
            """;

    private static final String THIRD = """
            -- Parked because a person said no: tried again when that person names the object, or at its next change.
            ALTER TABLE outbox ADD COLUMN rejected BOOLEAN NOT NULL DEFAULT FALSE;
            UPDATE outbox SET rejected = TRUE WHERE parked = TRUE AND cause LIKE 'rejected: hold %';

            -- What was answered, and what was sent; unknown of what an older version shipped.
            ALTER TABLE answer ADD COLUMN request TEXT NOT NULL DEFAULT '';
            ALTER TABLE answer ADD COLUMN kind TEXT;
            ALTER TABLE answer ADD COLUMN dc TEXT;
            ALTER TABLE answer ADD COLUMN usn INTEGER;
            ALTER TABLE answer ADD COLUMN seen_at INTEGER;

            ALTER TABLE recheck RENAME TO recheck_before;
            CREATE TABLE recheck (
              naming_context INTEGER NOT NULL REFERENCES naming_context (id),
              container      BLOB NOT NULL,
              version        INTEGER NOT NULL,
              PRIMARY KEY (naming_context, container)
            );
            INSERT INTO recheck (naming_context, container, version)
            SELECT (SELECT min(id) FROM naming_context), container, 1 FROM recheck_before
            WHERE EXISTS (SELECT 1 FROM naming_context);
            DROP TABLE recheck_before;
            """;

    private static final String FOURTH = """
            -- When an account was last compared with the provider, and with what difference it was shipped for that.
            CREATE TABLE compared (
              object   INTEGER PRIMARY KEY REFERENCES object (id) ON DELETE CASCADE,
              pass     INTEGER NOT NULL,
              repaired TEXT NOT NULL
            );
            """;

    private static final String FIFTH = """
            -- Groups that are shipped themselves, with what the provider acknowledged: its id, the name, the members.
            CREATE TABLE shipped_group (
              id           INTEGER PRIMARY KEY,
              guid         BLOB NOT NULL UNIQUE,
              dn           TEXT NOT NULL,
              name         TEXT NOT NULL,
              presence     TEXT NOT NULL,
              provider_id  TEXT,
              acknowledged TEXT,
              adopted      BOOLEAN NOT NULL
            );
            CREATE TABLE shipped_member (
              shipped_group INTEGER NOT NULL REFERENCES shipped_group (id),
              member        BLOB NOT NULL,
              provider_id   TEXT NOT NULL,
              PRIMARY KEY (shipped_group, member)
            ) WITHOUT ROWID;
            CREATE INDEX shipped_member_member ON shipped_member (member);

            -- Members that may be different at the provider. tried is the account that was sent without an answer so far;
            -- cause is why the provider does not take it.
            CREATE TABLE member_change (
              shipped_group INTEGER NOT NULL REFERENCES shipped_group (id),
              member        BLOB NOT NULL,
              version       INTEGER NOT NULL,
              tried         TEXT,
              cause         TEXT,
              PRIMARY KEY (shipped_group, member)
            ) WITHOUT ROWID;
            CREATE INDEX member_change_version ON member_change (shipped_group, version, member);

            -- As outbox.
            CREATE TABLE group_outbox (
              shipped_group INTEGER PRIMARY KEY REFERENCES shipped_group (id),
              slot          INTEGER NOT NULL,
              version       INTEGER NOT NULL,
              not_before    INTEGER NOT NULL,
              attempts      INTEGER NOT NULL,
              claimed       INTEGER NOT NULL,
              fate_unknown  BOOLEAN NOT NULL,
              parked        BOOLEAN NOT NULL,
              rejected      BOOLEAN NOT NULL,
              hold          INTEGER NOT NULL,
              cause         TEXT,
              kind          TEXT NOT NULL,
              correlation   TEXT NOT NULL,
              dc            TEXT NOT NULL,
              usn           INTEGER NOT NULL,
              seen_at       INTEGER NOT NULL,
              first_seen_at INTEGER NOT NULL
            );
            """;

    private static final String SIXTH = """
            -- Who may send password events. token and certificate are SHA-256 digests; next_certificate is one that was issued
            -- and not yet shown. The guid is that of the computer object, once it enrolled.
            CREATE TABLE domain_controller (
              id               INTEGER PRIMARY KEY,
              name             TEXT NOT NULL UNIQUE COLLATE NOCASE,
              guid             TEXT UNIQUE,
              token            BLOB UNIQUE,
              token_ends       INTEGER,
              certificate      BLOB UNIQUE,
              certificate_ends INTEGER,
              next_certificate BLOB UNIQUE,
              next_ends        INTEGER,
              enrolled_at      INTEGER,
              seen_at          INTEGER,
              report           TEXT
            );

            -- sealed is there only while an event waits; ended is NULL as long. claimed is the object whose account is being given
            -- it, 0 if there is none; NULL while it is not looked at.
            CREATE TABLE password_event (
              sequence    INTEGER PRIMARY KEY,
              controller  INTEGER NOT NULL,
              event_id    TEXT NOT NULL,
              sid         TEXT NOT NULL,
              filetime    INTEGER NOT NULL,
              received_at INTEGER NOT NULL,
              not_before  INTEGER NOT NULL,
              attempts    INTEGER NOT NULL,
              sealed      TEXT,
              claimed     INTEGER,
              ended       TEXT,
              ended_at    INTEGER,
              cause       TEXT,
              UNIQUE (controller, event_id)
            );
            CREATE INDEX password_event_due ON password_event (not_before, sequence) WHERE ended IS NULL;
            CREATE INDEX password_event_sid ON password_event (sid, filetime);
            CREATE INDEX password_event_claimed ON password_event (claimed) WHERE claimed IS NOT NULL;
            CREATE INDEX password_event_ended ON password_event (ended_at) WHERE ended IS NOT NULL;

            -- The newest password that the provider has of a user.
            CREATE TABLE password_sent (
              sid             TEXT PRIMARY KEY,
              filetime        INTEGER NOT NULL,
              acknowledged_at INTEGER NOT NULL
            ) WITHOUT ROWID;
            """;

    /** The script at index n brings a store from version n to version n + 1. */
    private static final List<String> SCRIPTS = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH);

    /** The version that this program writes. */
    static final int VERSION = SCRIPTS.size();

    private Schema() {}

    /**
     * Refuses a store that is not ours to write to, before anything of it is changed.
     *
     * @throws JournalException if a newer program wrote it, or a foreign one
     */
    static void refuseForeign(Path file, Session session) throws SQLException {
        long version = session.number("PRAGMA user_version");
        if (version > VERSION) {
            throw new JournalException(
                    Reason.NEWER_SCHEMA,
                    "The journal " + file + " was written by a newer version (schema " + version + ", known up to "
                            + VERSION + "); to mend it: start that version.");
        }
        if (version == 0 && session.number("SELECT count(*) FROM sqlite_master") > 0) {
            throw new JournalException(
                    Reason.DAMAGED,
                    "The file " + file
                            + " is not a journal of this program; to mend it: name another folder in state.");
        }
    }

    /** Brings a store to our version, one transaction a script. */
    static void migrate(Session session) throws SQLException {
        for (int version = (int) session.number("PRAGMA user_version"); version < VERSION; version++) {
            run(session, SCRIPTS.get(version), version + 1);
        }
    }

    private static void run(Session session, String script, int version) throws SQLException {
        session.beginWriting();
        try {
            session.script(script);
            session.script("PRAGMA user_version = " + version);
            session.commit();
        } catch (SQLException e) {
            session.rollback(e);
            throw e;
        }
    }
}
