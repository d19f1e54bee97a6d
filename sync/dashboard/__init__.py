"""The région's pages."""
