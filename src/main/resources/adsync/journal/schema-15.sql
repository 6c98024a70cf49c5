-- An event's place among those of one start of its domain controller, whose clock may be put back meanwhile. NULL if it
-- was lost, or came before this was kept.
ALTER TABLE password_event ADD COLUMN boot TEXT;
ALTER TABLE password_event ADD COLUMN boot_sequence INTEGER;
CREATE INDEX password_event_open ON password_event (controller) WHERE ended IS NULL;
