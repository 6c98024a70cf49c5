-- How much of the guard's limit an entry takes up: the members that a group loses, else one.
ALTER TABLE hazard ADD COLUMN amount INTEGER NOT NULL DEFAULT 1;
ALTER TABLE passed ADD COLUMN amount INTEGER NOT NULL DEFAULT 1;
