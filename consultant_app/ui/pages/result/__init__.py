"""The result on screen, and what is decided of it."""
