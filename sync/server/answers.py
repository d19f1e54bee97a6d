"""One door for bodies, in and out: limits, digests, one canonical form, sentences for refusals."""

from __future__ import annotations

import hmac
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from sync.protocol.batch import DIGEST_FIELD, digest
from sync.protocol.verdicts import Problem
from sync.protocol.wire import Wire, canonical

Model = TypeVar("Model", bound=Wire)
Responses = dict[int | str, dict[str, Any]]


class RefusedError(Exception):
    """A request refused as a whole; becomes a `Problem`."""

    def __init__(
        self, status: int, reason: str, sentence: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(reason)
        self.status, self.reason, self.sentence = status, reason, sentence
        self.retry_after = retry_after


def answer(content: Wire, status: int = 200, **headers: str) -> Response:
    """Return a wire model as a response, with its digest."""
    return raw_answer(canonical(content), "application/json", status, **headers)


def raw_answer(body: bytes, media_type: str, status: int = 200, **headers: str) -> Response:
    """Return exact bytes as a response, with their digest."""
    fields = {DIGEST_FIELD: digest(body), "Cache-Control": "no-store", **headers}
    return Response(body, status, fields, media_type)


def problem(error: RefusedError) -> Response:
    """Return the response that tells a refusal."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return answer(Problem(reason=error.reason, sentence=error.sentence), error.status, **headers)


async def body_of(request: Request, max_bytes: int) -> bytes:
    """Return the body, read no further than allowed, with its digest checked."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RefusedError(415, "encoding", "Le corps de la requête ne doit pas être compressé.")
    if _declared(request) > max_bytes:
        raise _too_large()
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > max_bytes:
                raise _too_large()
    except ClientDisconnect as error:
        raise RefusedError(400, "cut_short", "La requête s’est interrompue.") from error
    told = request.headers.get(DIGEST_FIELD, "").encode("latin-1")
    if not hmac.compare_digest(told, digest(bytes(body)).encode()):
        raise RefusedError(
            400, "damaged", "La requête a été abîmée en chemin\u202f; il faut la renvoyer."
        )
    return bytes(body)


async def model_of(request: Request, model: type[Model], max_bytes: int) -> Model:
    """Return the body read as a wire model."""
    body = await body_of(request, max_bytes)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise RefusedError(
            422, "invalid", "La requête ne suit pas le protocole de la région."
        ) from error


def documented(*statuses: int, model: type[Wire] | None = None) -> Responses:
    """Return the OpenAPI description of a route's answers."""
    found: Responses = {
        status: {"model": Problem, "description": _MEANINGS[status]} for status in statuses
    }
    if model is not None:
        found[200] = {"model": model, "description": "Done."}
    return found


def json_body(model: type[Wire]) -> dict[str, Any]:
    """Return the OpenAPI description of a body that is read by `model_of`."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    # The models within stand among the components already: answers are made of them too.
    schema.pop("$defs", None)
    return _body("application/json", schema, required=True)


def lines_body(media_type: str) -> dict[str, Any]:
    """Return the OpenAPI description of a batch; an empty one is a batch too."""
    schema = {"type": "string", "description": "One record or retraction a line."}
    return _body(media_type, schema, required=False)


def _body(media_type: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    field = {
        "name": DIGEST_FIELD,
        "in": "header",
        "required": True,
        "description": "SHA-256 of the body (RFC 9530): sha-256=:BASE64:",
        "schema": {"type": "string"},
    }
    content = {media_type: {"schema": schema}}
    return {"parameters": [field], "requestBody": {"required": required, "content": content}}


_MEANINGS = {
    400: "The body was damaged or cut short on the way: send it again.",
    401: "No device bears this token.",
    403: "The device was revoked, or the code is not valid.",
    404: "There is no such thing here.",
    405: "This address does not take this method.",
    413: "Too much at once: send less.",
    415: "The body must not be compressed.",
    422: "The request does not follow the protocol.",
    426: "No version of the protocol is common to both sides.",
    429: "Too many requests: wait for Retry-After seconds.",
    503: "The database does not answer: send it again later.",
}


def _declared(request: Request) -> int:
    told = request.headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() else 0


def _too_large() -> RefusedError:
    return RefusedError(
        413, "too_large", "L’envoi est trop gros\u202f; il faut en envoyer moins à la fois."
    )
