-- The epoch of a tracked group is that of the enumeration that has read all its members; 0 while they are to be read.
UPDATE tracked_group SET epoch = 0 WHERE naming_context IN (
  SELECT n.id FROM naming_context n JOIN checkpoint c ON c.naming_context = n.guid WHERE c.phase = 'ENUMERATING');

-- Shipped groups whose members are to be noted in member_change, one after the other: up to which one they are.
CREATE TABLE group_mark (
  shipped_group INTEGER PRIMARY KEY REFERENCES shipped_group (id) ON DELETE CASCADE,
  after         BLOB NOT NULL
);

-- Users who are left out, and why.
CREATE TABLE omission (
  naming_context INTEGER NOT NULL REFERENCES naming_context (id),
  object         BLOB NOT NULL,
  cause          TEXT NOT NULL,
  PRIMARY KEY (naming_context, object)
) WITHOUT ROWID;
