-- The newest password that the provider has belongs to an account, not to a SID: a user who moves to another domain keeps
-- the objectGUID and gets another SID.
ALTER TABLE password_sent RENAME TO password_sent_by_sid;
CREATE TABLE password_sent (
  object          INTEGER PRIMARY KEY REFERENCES link (object),
  filetime        INTEGER NOT NULL,
  acknowledged_at INTEGER NOT NULL
);
INSERT INTO password_sent (object, filetime, acknowledged_at)
  SELECT i.object, s.filetime, s.acknowledged_at FROM image i JOIN link l ON l.object = i.object
  JOIN password_sent_by_sid s ON s.sid = json_extract(i.attributes, '$.objectSid[0]');
DROP TABLE password_sent_by_sid;
