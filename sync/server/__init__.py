"""The région's service on PostgreSQL."""
