"""Item models that feed lists and tables."""
