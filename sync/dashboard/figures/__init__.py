"""A figure: one chart, the table under it, and what must be known to read both."""
