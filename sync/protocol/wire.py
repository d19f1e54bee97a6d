"""What all wire models share: closed, frozen, and one canonical form in bytes."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

#: A closed code: lower-case identifier of a practice, theme, action or choice.
Code: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
#: A questionnaire or catalogue id.
Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
RecordId: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    ),
]
Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _plain_integer(value: object) -> object:
    if type(value) is not int:
        raise ValueError("a whole number")
    return value


#: A format's version. A bare `Literal` takes ``true`` and 1.0 for 1, even where it is strict.
One: TypeAlias = Annotated[Literal[1], BeforeValidator(_plain_integer)]


class Wire(BaseModel):
    """Base of everything that crosses the wire: no unknown field, no change once made.

    Strict, as the JSON Schemas are: the text "3" is no number, nor is ``true``; "yes" is no boolean.
    Of a record the exact bytes are kept, and read again later: reading may mend nothing. So it is
    stricter than the schemas in one point, that they cannot tell: 3.0 is no integer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def canonical(value: Wire) -> bytes:
    """Return the one byte form of a wire model: UTF-8 JSON, sorted keys, no blanks, no nulls."""
    plain: Any = value.model_dump(mode="json", exclude_none=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
