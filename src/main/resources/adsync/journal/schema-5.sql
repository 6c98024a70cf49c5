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
