"""A company's sheet."""
