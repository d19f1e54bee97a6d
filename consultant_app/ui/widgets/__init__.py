"""Painted and composed controls of the design system."""
