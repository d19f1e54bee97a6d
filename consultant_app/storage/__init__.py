"""The encrypted store: SQLCipher through sqlite-utils, key file, backups."""
