"""Dialogs, kept few."""
