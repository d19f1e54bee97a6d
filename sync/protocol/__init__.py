"""Wire models, versions and verdicts shared by client and server."""
