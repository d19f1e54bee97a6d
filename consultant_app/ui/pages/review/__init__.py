"""The rereading before the result."""
