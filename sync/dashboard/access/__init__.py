"""Who may see what: accounts, sessions, refusals, the journal."""
