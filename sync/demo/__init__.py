"""The demonstration: both sides on one machine, each through its own command line."""
