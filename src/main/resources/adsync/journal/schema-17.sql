-- Since when the waiting of a password event counts: when it came, moved by each leap of the clock and by each time in which
-- nobody was at work.
ALTER TABLE password_event ADD COLUMN counted_from INTEGER NOT NULL DEFAULT 0;
UPDATE password_event SET counted_from = received_at;
