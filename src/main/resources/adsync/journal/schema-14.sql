PRAGMA user_version = 14;
