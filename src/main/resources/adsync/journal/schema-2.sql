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
