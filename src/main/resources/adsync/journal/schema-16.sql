-- When the domain controller says that the object was last changed (whenChanged, by its clock), for the audit log. NULL if the
-- object was not read, as of a deletion, or before this was kept.
ALTER TABLE outbox ADD COLUMN when_changed INTEGER;
ALTER TABLE audit ADD COLUMN when_changed INTEGER;
