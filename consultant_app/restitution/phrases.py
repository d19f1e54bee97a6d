"""Small pieces of printed text: runs, marks and finished paragraphs."""

from __future__ import annotations

from consultant_app.domain.typography import bind_end, french, sentence
from consultant_app.restitution.drawing import Face
from consultant_app.restitution.model import Rich, Run


def text(words: str) -> str:
    """A finished short text: French signs and spaces."""
    return french(words.strip())


def paragraph(words: str) -> str:
    """A finished paragraph: French signs and spaces, last two words bound."""
    return bind_end(text(words))


def sentence_of(words: str) -> str:
    """A finished paragraph that ends as a sentence; empty words stay empty."""
    return paragraph(sentence(words)) if words.strip() else ""


def run(words: str, face: Face = "regular") -> Run:
    """A run of finished text."""
    return Run(french(words), face)


def rich(*parts: str | Run) -> Rich:
    """Text in several runs; plain strings are regular."""
    return tuple(run(part) if isinstance(part, str) else part for part in parts)


def bold(words: str) -> Run:
    """A run in bold."""
    return run(words, "bold")


def italic(words: str) -> Run:
    """A run in italic."""
    return run(words, "italic")
