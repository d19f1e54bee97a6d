"""Labels that fit the formats of statistical programs."""

from __future__ import annotations


def cut(text: str, size: int) -> str:
    """A label within the bytes that SPSS and Stata give it; the codebook has it whole."""
    raw = text.encode()
    return text if len(raw) <= size else raw[: size - 3].decode(errors="ignore") + "…"
