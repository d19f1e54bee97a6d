"""Preferences, backups, the passphrase, licences."""
