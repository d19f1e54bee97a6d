"""The first opening: who you are, your passphrase, your recovery code."""
