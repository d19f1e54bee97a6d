"""For administrators: how the collection goes, and the devices it comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from sync.dashboard.access import journal
from sync.dashboard.access.guard import PageError
from sync.dashboard.pages import collection
from sync.dashboard.render import page
from sync.dashboard.routes.common import Admin, answer, context, rows_of
from sync.dashboard.state import pages_state
from sync.server.devices import CODE_MINUTES, fresh_code

router = APIRouter(include_in_schema=False)


@router.get("/collecte")
@router.get("/collecte/{name}")
async def collect(request: Request, session: Admin, name: str = "") -> Response:
    """How the collection goes."""
    state, today = pages_state(request), datetime.now(UTC).date()
    async with state.cube.connection() as connection:
        ctx = await context(request, session, "/collecte", connection)
        async with state.desk.connection() as desk:
            content = await collection.build(desk, ctx, today)
    return await answer(request, session, content, collection.source(today), "/collecte", name)


@router.get("/administration/postes")
async def devices(request: Request, session: Admin) -> Response:
    """Every device."""
    return await _devices(request, session)


async def _devices(request: Request, session: Admin, code: str = "", label: str = "") -> Response:
    async with pages_state(request).desk.connection() as desk:
        rows = await rows_of(
            desk,
            """SELECT d.id::text, d.label, d.enrolled_at::date, d.last_seen_on,
                d.revoked_at IS NOT NULL,
                (SELECT coalesce(sum(t.records), 0) FROM transport.tallies t
                    WHERE t.device_id = d.id)::int,
                (SELECT count(*) FROM transport.set_aside s WHERE s.device_id = d.id)
            FROM transport.devices d ORDER BY d.enrolled_at, d.id""",
        )
    told: dict[str, Any] = {"rows": rows, "code": code, "label": label, "minutes": CODE_MINUTES}
    return page("devices.html", request, session, **told)


@router.post("/administration/postes/code")
async def new_code(
    request: Request, session: Admin, poste: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Make a one-time code; it is shown once, and kept by nobody."""
    label = poste.replace("\0", "").strip()
    if not label:
        raise PageError(
            422, "Donnez un nom au poste, par exemple «\u00a0Poste de Paul Témoin\u00a0»."
        )
    async with pages_state(request).desk.connection() as desk:
        code = await fresh_code(desk, label)
        await journal.note(desk, session.account, "code", label)
    return await _devices(request, session, code, label)


@router.post("/administration/postes/fermer")
async def revoke(request: Request, session: Admin, id: Annotated[str, Form()] = "") -> Response:  # noqa: A002
    """Refuse a device from its next request on."""
    async with pages_state(request).desk.connection() as desk:
        cursor = await desk.execute(
            "UPDATE transport.devices SET revoked_at = coalesce(revoked_at, now())"
            " WHERE id::text = %s RETURNING label",
            (id,),
        )
        row = await cursor.fetchone()
        if row is None:
            raise PageError(404, "Ce poste n’existe pas.")
        await journal.note(desk, session.account, "revoke", str(row[0]))
    return RedirectResponse("/administration/postes", 303)
