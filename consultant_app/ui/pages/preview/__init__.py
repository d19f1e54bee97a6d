"""The paper before it is printed."""
