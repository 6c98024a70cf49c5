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
