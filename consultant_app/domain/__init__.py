"""Pure rules of the field: no I/O, no Qt, no clock read, no chance."""
