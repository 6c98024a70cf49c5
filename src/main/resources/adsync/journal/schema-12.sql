-- Selected roots that are deleted. What went with one waits for a person, until one has approved it.
CREATE TABLE deleted_root (
  guid     BLOB PRIMARY KEY,
  approved BOOLEAN NOT NULL
) WITHOUT ROWID;
