"""Use cases; they own the transactions. The window and the command line call only these."""
