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
