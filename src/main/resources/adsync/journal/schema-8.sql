-- Who sent an event, told also after that domain controller was revoked; and whether it waits for its user to choose
-- another password, as long as that is the policy.
ALTER TABLE password_event ADD COLUMN sender TEXT;
ALTER TABLE password_event ADD COLUMN held INTEGER NOT NULL DEFAULT FALSE;
-- Passwords of accounts that are gone: the next account of their users has none of them.
DELETE FROM password_sent WHERE sid NOT IN (
  SELECT json_extract(i.attributes, '$.objectSid[0]') FROM image i JOIN link l ON l.object = i.object
  WHERE json_extract(i.attributes, '$.objectSid[0]') IS NOT NULL);
UPDATE password_event SET sender = (SELECT d.name FROM domain_controller d WHERE d.id = controller);
