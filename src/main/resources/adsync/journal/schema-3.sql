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
