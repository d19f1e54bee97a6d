"""The wire formats that other rooms of the laptop may name (they may not import `sync`)."""

from sync.protocol.codebook import Codebook
from sync.protocol.record import Record

__all__ = ["Codebook", "Record"]
