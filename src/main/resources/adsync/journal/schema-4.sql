-- When an account was last compared with the provider, and with what difference it was shipped for that.
CREATE TABLE compared (
  object   INTEGER PRIMARY KEY REFERENCES object (id) ON DELETE CASCADE,
  pass     INTEGER NOT NULL,
  repaired TEXT NOT NULL
);
