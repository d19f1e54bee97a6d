"""The interview: one question at a time, each answer durable the moment it is given."""
