"""What schemathesis needs to know to come further than the door (read by its own process).

Half of the batches are lines that could be records; bodies are signed as the protocol wants, unless
the field alone was left out or spoilt on purpose; half of the packages are there, and half of the
codes are good, while there are some left. Only what was sound is replaced: a body spoilt on purpose
has to arrive spoilt, well signed and beside a good code: nothing else is a reason to refuse it.
"""

from __future__ import annotations

import json
import os
import random
from itertools import islice
from typing import Any

import requests
import schemathesis
from pydantic import TypeAdapter
from schemathesis import Case, HookContext, SerializationContext
from schemathesis.core.parameters import ParameterLocation

from sync.protocol.batch import DIGEST_FIELD, MEDIA_TYPE, Retraction, digest
from sync.protocol.enrolment import EnrolmentCode
from sync.protocol.versions import Versions
from sync.protocol.wire import canonical
from sync.server.invented import Inventor
from sync.server.published import shipped_codebooks

BOOK = next(book for book in shipped_codebooks() if book.questionnaire == "diagnostic-general")
LINES = [line.decode() for line in islice(Inventor(BOOK, 7).records(), 60)]
#: Put there by the test.
PUBLISHED = {"package_id": "region", "version": "1"}
CODES = os.environ.get("GOOD_CODES", "").split()


class Signature(requests.auth.AuthBase):
    """Tells the digest of what is really sent."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        assert isinstance(body, str | bytes)
        raw = body.encode() if isinstance(body, str) else body
        request.headers[DIGEST_FIELD] = digest(raw)
        return request


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    told = dict(case.headers or {}).get(DIGEST_FIELD)
    spoilt = case.meta is not None and DIGEST_FIELD in str(case.meta.phase.data)
    if (told is not None and not spoilt) or _body_is_spoilt(case):
        kwargs["auth"] = Signature()


def _body_is_spoilt(case: Case[Any]) -> bool:
    body = case.meta and case.meta.components.get(ParameterLocation.BODY)
    return bool(body and body.mode.is_negative)


@schemathesis.hook
def map_path_parameters(
    context: HookContext, path_parameters: dict[str, Any] | None
) -> dict[str, Any] | None:
    if path_parameters is None or "package_id" not in path_parameters:
        return path_parameters
    chance = random.Random(repr(path_parameters))
    return dict(PUBLISHED) if chance.random() < 0.5 else path_parameters


@schemathesis.hook
def map_body(context: HookContext, body: Any) -> Any:
    chance = random.Random(repr(body))
    if context.operation is None or chance.random() < 0.5:
        return body
    if context.operation.path == "/v1/records" and isinstance(body, str):
        return "\n".join(_line(chance, body) for _ in range(chance.randrange(1, 6)))
    if context.operation.path == "/v1/enrolments" and isinstance(body, dict):
        return with_a_good_code(body)
    return body


def with_a_good_code(body: dict[str, Any]) -> dict[str, Any]:
    """Put a code that is valid, and versions that are shared, in the place of sound ones."""
    good = dict(body)
    if CODES and _follows(EnrolmentCode, body.get("code")):
        good["code"] = CODES.pop()
    if _follows(Versions, body.get("protocol")):
        good["protocol"] = {}
    return good


def _follows(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_json(json.dumps(value), strict=True)
    except ValueError:
        return False
    return True


def _line(chance: random.Random, body: str) -> str:
    line = chance.choice(LINES)
    if chance.random() < 0.2:
        return canonical(Retraction(record_id=line.split('"record_id":"')[1][:36])).decode()
    if chance.random() < 0.5:
        return line
    place = chance.randrange(len(line))
    return line[:place] + chance.choice(("", "9", '"', "null", "[", body)) + line[place + 1 :]


@schemathesis.serializer(MEDIA_TYPE)
def lines(_context: SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
