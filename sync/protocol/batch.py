"""A batch: one record or retraction a line, each line the exact bytes that were shown.

Lines are joined by a line feed (canonical JSON holds none). The body's SHA-256 travels in the
``Content-Digest`` field (RFC 9530), both ways: what was damaged on the way changes nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints, ValidationError, model_validator

from sync.protocol.record import Record
from sync.protocol.verdicts import Reason
from sync.protocol.versions import HIGHEST, LOWEST
from sync.protocol.wire import One, RecordId, Wire

MEDIA_TYPE = "application/x-ndjson"
DIGEST_FIELD = "Content-Digest"
#: What a client puts in one batch at most.
CLIENT_LINES, CLIENT_BYTES = 50, 1_000_000
#: What the centre takes at most, unless it is set otherwise.
MAX_LINES, MAX_BYTES, MAX_LINE_BYTES = 500, 2_000_000, 64_000

#: A canonical follow-up code: 16 signs of Crockford's base 32 and a check sign.
FollowUpCode: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{17}$")]


class Retraction(Wire):
    """Takes back a record by its id, or all those that bear a follow-up code.

    The code itself is told, not its hash: whoever reads the centre's database cannot retract.
    """

    protocol: One = 1
    kind: Literal["retraction"] = "retraction"
    record_id: RecordId | None = None
    code: FollowUpCode | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Retraction:
        if (self.record_id is None) == (self.code is None):
            raise ValueError("a record id or a follow-up code, not both, not neither")
        return self


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that cannot be taken; ``fields`` are names of the format, never what they held."""

    reason: Reason
    fields: tuple[str, ...] = ()
    record_id: str | None = None
    revision: int | None = None


Line: TypeAlias = Record | Retraction | Refusal


def join(lines: Iterable[bytes]) -> bytes:
    """Return the body of a batch."""
    return b"\n".join(lines)


def split(body: bytes) -> list[bytes]:
    """Return the lines of a batch; a last line feed is allowed."""
    lines = body.split(b"\n")
    return lines[:-1] if not lines[-1] else lines


def digest(body: bytes) -> str:
    """Return the value of the ``Content-Digest`` field of a body."""
    return f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"


def code_hash(code: str) -> bytes:
    """Return the SHA-256 of a canonical follow-up code: all that the centre keeps of it."""
    return sha256(code.encode()).digest()


def read_line(line: bytes, max_bytes: int = MAX_LINE_BYTES) -> Line:
    """Return what a line says, or why it cannot be taken. Never raises."""
    if len(line) > max_bytes:
        return Refusal("too_large")
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        return _read_other(line, error)


def _read_other(line: bytes, error: ValidationError) -> Line:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return Refusal("unreadable")
    if not isinstance(content, dict):
        return Refusal("unreadable")
    protocol = content.get("protocol", HIGHEST)
    if not isinstance(protocol, int) or not LOWEST <= protocol <= HIGHEST:
        return Refusal("unknown_protocol")
    if "kind" in content:
        return _read_retraction(line)
    fields = {str(fault["loc"][0]) for fault in error.errors(include_input=False) if fault["loc"]}
    known = tuple(sorted(fields & Record.model_fields.keys()))
    return Refusal("invalid", known, *_key(content))


def _read_retraction(line: bytes) -> Line:
    try:
        return Retraction.model_validate_json(line)
    except ValidationError:
        return Refusal("invalid")


class _Key(Wire):
    record_id: RecordId
    revision: int


def _key(content: dict[str, object]) -> tuple[str | None, int | None]:
    try:
        key = _Key.model_validate({name: content[name] for name in _Key.model_fields})
    except (KeyError, ValidationError):
        return None, None
    return key.record_id, key.revision
