"""Getting this laptop's place at a centre."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from pydantic import ValidationError

from sync.client.errors import RefusedError, UnreachableError
from sync.client.retry import Patience
from sync.client.transport import Transport
from sync.protocol.enrolment import (
    TOKEN_BYTES,
    EnrolmentAnswer,
    EnrolmentRequest,
    Region,
    read_code,
)


@dataclass(frozen=True, slots=True)
class Place:
    """This laptop's place. The token is a secret: never shown, never logged."""

    server: str
    device_id: str
    label: str
    token: str = field(repr=False)
    region: Region = field(default_factory=Region)


def enrol(address: str, code: str, secret: bytes, patience: Patience | None = None) -> Place:
    """Spend a one-time code; ``secret``: 32 random bytes that become the token.

    An answer lost on the way is asked again with the same code and token, which is harmless.
    """
    if len(secret) != TOKEN_BYTES:
        raise ValueError(f"{TOKEN_BYTES} random bytes are needed")
    token = base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
    try:
        request = EnrolmentRequest(code=read_code(code), token=token)
    except ValidationError as error:
        raise RefusedError(
            "Ce code compte 16 lettres et chiffres\u202f; vérifiez-le, ou demandez-en un autre à la région.",
            "bad_code",
        ) from error
    patience = patience or Patience(attempts=4)
    with Transport(address) as transport:
        answer = _ask(transport, request, patience)
    return Place(transport.address, answer.device_id, answer.label, token, answer.region)


def _ask(transport: Transport, request: EnrolmentRequest, patience: Patience) -> EnrolmentAnswer:
    while True:
        patience.require_going_on()
        try:
            return transport.post("/v1/enrolments", request, EnrolmentAnswer)
        except UnreachableError as error:
            patience.failed(error)
