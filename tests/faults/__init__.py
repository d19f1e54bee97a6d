"""Disks that fail, tear, die and lose what they had not synced: see `shim.c` and `subject.py`."""
