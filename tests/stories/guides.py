"""The commands of the documents, taken out of them to be run as a reader would.

A block of commands is fenced ```sh and may carry one more word, which says where it is run:

    sh                  in a profile that holds the sample
    sh archive          in the unpacked archive (a long proof: it must be built first)
    sh centre           with a real centre: a PostgreSQL, the service, a laptop
    sh centre-service   a service that runs until stopped
    sh machine          as root, on a copy of the system that is thrown away (a long proof)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    ROOT / "docs" / "questionnaires.md",
    *sorted((ROOT / "docs" / "guide").glob("*.md")),
)
#: The words of a block's fence, and nothing else.
KINDS = (
    "",
    "archive",
    "centre",
    "centre-service",
    "centre-postgresql",
    "make",
    "machine",
)
_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^(consultant-app|region-central|make|xvfb-run|tar|cd|\./|sudo|pg_)\S*")


@dataclass(frozen=True)
class Block:
    """Commands as they stand in a document."""

    document: str
    line: int
    kind: str
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{Path(self.document).name}:{self.line}"


def blocks() -> list[Block]:
    """Every block of commands of every document."""
    return [block for path in DOCUMENTS if path.exists() for block in _blocks(path)]


def of_kind(kind: str) -> list[Block]:
    return [block for block in blocks() if block.kind == kind]


def _blocks(path: Path) -> Iterator[Block]:
    text = path.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        words = found["info"].split(maxsplit=1)
        body = tuple(line for line in found["body"].splitlines() if line.strip())
        is_plain = not words and body and all(_COMMAND.match(line) for line in body)
        if not (is_plain or (words and words[0] == "sh")):
            continue
        kind = words[1] if len(words) > 1 else ""
        if not kind and body[0].startswith(("make", "xvfb-run")):
            kind = "make"
        line = text[: found.start()].count("\n") + 1
        yield Block(str(path.relative_to(ROOT)), line, kind, body)
