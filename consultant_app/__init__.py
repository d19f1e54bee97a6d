"""The consultant's desktop application: interview, store, restitution, all offline."""

import gc

# What is loaded at the start lives to the end. Python's own threshold (700 objects) has it looked
# through some sixty times for dead cycles that are not there: a twentieth of the start.
gc.set_threshold(50_000, 10, 10)
