"""The addresses of the protocol (docs/protocol.md tells them for other programs)."""

from __future__ import annotations

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from sync.protocol.batch import MEDIA_TYPE, split
from sync.protocol.enrolment import EnrolmentAnswer, EnrolmentRequest, Region
from sync.protocol.packages import PackageList
from sync.protocol.reconciliation import CentreState, Held, Question, SentPage
from sync.protocol.verdicts import Health, Verdict, Verdicts
from sync.protocol.versions import OURS
from sync.server import devices, holdings, published
from sync.server.answers import (
    RefusedError,
    answer,
    body_of,
    documented,
    json_body,
    lines_body,
    model_of,
    raw_answer,
)
from sync.server.ingest import ingest
from sync.server.state import State

router = APIRouter()
_bearer = HTTPBearer(auto_error=False, description="The device's token.")
_SMALL_BODY = 100_000
_RECORD_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_AFTER: dict[str, Any] = {"pattern": f"^({_RECORD_ID})?$"}


def state_of(request: Request) -> State:
    """Return what the worker keeps in hand."""
    state: State = request.app.state.centre
    return state


Centre = Annotated[State, Depends(state_of)]


async def device_of(
    state: Centre,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> UUID:
    """Return the device that asks; refuse unknown, revoked and hasty ones."""
    async with state.pool.connection() as connection:
        caller = await devices.recognise(connection, bearer.credentials) if bearer else None
    if caller is None:
        raise RefusedError(
            401,
            "unknown_device",
            "La région ne reconnaît pas cet ordinateur\u202f; demandez-lui un nouveau code, puis "
            "raccordez-vous.",
        )
    if caller.revoked:
        raise RefusedError(
            403, "revoked", "La région a fermé l’accès de cet ordinateur\u202f; appelez-la."
        )
    if caller.requests > state.settings.requests_a_minute:
        raise _too_many()
    return caller.id


Device = Annotated[UUID, Depends(device_of)]
#: Described only: `_record_id` says in our own words what is wrong with another.
After = Annotated[
    str, Query(description="The last record of the page before.", json_schema_extra=_AFTER)
]


@router.get("/health", responses=documented(503, model=Health))
async def health(state: Centre) -> Response:
    """Whether the service and its database answer."""
    async with state.pool.connection() as connection:
        await connection.execute("SELECT 1 FROM ingestion.records LIMIT 1")
    return answer(Health())


@router.post(
    "/v1/enrolments",
    responses=documented(400, 403, 413, 415, 422, 426, 429, 503, model=EnrolmentAnswer),
    openapi_extra=json_body(EnrolmentRequest),
)
async def enrol(request: Request, state: Centre) -> Response:
    """Spend a one-time code: the token given becomes a device's."""
    async with state.pool.connection() as connection:
        if await devices.count_enrolments(connection) > state.settings.enrolments_a_minute:
            raise _too_many()
    asked = await model_of(request, EnrolmentRequest, _SMALL_BODY)
    if OURS.common(asked.protocol) is None:
        raise RefusedError(
            426,
            "protocol",
            "Ce programme et celui de la région ne parlent pas la même version\u202f; mettez-le à jour.",
        )
    async with state.pool.connection() as connection:
        found = await devices.enrol(connection, asked.code, asked.token)
        region = await published.region_for_laptops(connection)
    if found is None:
        raise RefusedError(
            403,
            "bad_code",
            "Ce code n’est pas valable\u00a0: il sert une seule fois et vit dix minutes\u202f; demandez-en "
            "un autre à la région.",
        )
    device_id, label = found
    return answer(
        EnrolmentAnswer(device_id=str(device_id), label=label, protocol=OURS, region=region)
    )


@router.post(
    "/v1/records",
    responses=documented(400, 401, 403, 413, 415, 429, 503, model=Verdicts),
    openapi_extra=lines_body(MEDIA_TYPE),
)
async def take_records(request: Request, state: Centre, device: Device) -> Response:
    """Take a batch in; one verdict a line."""
    settings = state.settings
    lines = split(await body_of(request, settings.max_bytes))
    if len(lines) > settings.max_lines:
        raise RefusedError(
            413,
            "too_many_lines",
            "L’envoi compte trop de fiches\u202f; il faut en envoyer moins à la fois.",
        )
    async with state.pool.connection() as connection:
        codebooks = await state.codebooks(connection)
        verdicts = await ingest(
            connection, lines, device, codebooks, max_line_bytes=settings.max_line_bytes
        )
    request.state.facts = _counts(verdicts)
    return answer(Verdicts(verdicts=tuple(verdicts)))


@router.post(
    "/v1/reconciliation",
    responses=documented(400, 401, 403, 413, 415, 422, 429, 503, model=CentreState),
    openapi_extra=json_body(Question),
)
async def reconcile(request: Request, state: Centre, device: Device) -> Response:  # noqa: ARG001
    """Say what the centre holds of the records asked for."""
    asked = await model_of(request, Question, _SMALL_BODY)
    async with state.pool.connection() as connection:
        held, retracted = await holdings.states(connection, asked.records)
    return answer(
        CentreState(
            held=tuple(Held(record_id=h[0], revision=h[1], sha256=h[2]) for h in held),
            retracted=tuple(retracted),
        )
    )


@router.get("/v1/records/sent", responses=documented(401, 403, 422, 429, 503, model=SentPage))
async def sent(state: Centre, device: Device, after: After = "") -> Response:
    """List the records that this device sent within the retention, a page at a time."""
    start = _record_id(after) if after else UUID(int=0)
    async with state.pool.connection() as connection:
        found = await holdings.sent_by(connection, device, start)
    more = found[-1] if len(found) == holdings.PAGE else None
    return answer(SentPage(records=tuple(found), next=more))


@router.get("/v1/region", responses=documented(401, 403, 429, 503, model=Region))
async def tell_region(state: Centre, device: Device) -> Response:  # noqa: ARG001
    """Tell what the région says of itself now."""
    async with state.pool.connection() as connection:
        region = await published.region_for_laptops(connection)
    return answer(region)


@router.get("/v1/packages", responses=documented(401, 403, 429, 503, model=PackageList))
async def list_packages(state: Centre, device: Device) -> Response:  # noqa: ARG001
    """List what is published, each package in its latest version."""
    async with state.pool.connection() as connection:
        found = await published.packages(connection)
    return answer(PackageList(packages=tuple(found)))


@router.get(
    "/v1/packages/{package_id}/{version}", responses=documented(401, 403, 404, 422, 429, 503)
)
async def get_package(package_id: str, version: str, state: Centre, device: Device) -> Response:  # noqa: ARG001
    """Give a package's exact bytes."""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    async with state.pool.connection() as connection:
        raw = await published.package(connection, package_id.replace("\0", ""), number)
    if raw is None:
        raise RefusedError(404, "no_package", "Ce paquet n’est pas publié à cette version.")
    return raw_answer(raw, "application/json")


def _record_id(text: str) -> UUID:
    # `UUID` alone also takes capitals, braces, « urn:uuid: » and misplaced hyphens.
    if re.fullmatch(_RECORD_ID, text) is None:
        raise RefusedError(422, "invalid", "La requête ne suit pas le protocole de la région.")
    return UUID(text)


def _counts(verdicts: list[Verdict]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for verdict in verdicts:
        counts[verdict.status] = counts.get(verdict.status, 0) + 1
    return counts


def _too_many() -> RefusedError:
    return RefusedError(
        429,
        "too_many",
        "Trop de demandes en peu de temps\u202f; réessayez dans une minute.",
        retry_after=20,
    )
