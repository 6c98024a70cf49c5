-- With what difference a group was shipped by the last comparison with the provider that found one.
ALTER TABLE shipped_group ADD COLUMN repaired TEXT NOT NULL DEFAULT '';

-- A member at the provider that is nobody of ours, as far as we know: the member is made up.
ALTER TABLE shipped_member ADD COLUMN stranger BOOLEAN NOT NULL DEFAULT FALSE;
