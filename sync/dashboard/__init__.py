"""The région's pages: they read the published cube, and nothing of what it was made from."""
