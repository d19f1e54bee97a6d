"""One editor per kind of question."""
