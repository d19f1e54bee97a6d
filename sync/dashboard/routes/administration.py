"""For administrators: the collection, devices, publications and packages, accounts, the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from psycopg import AsyncConnection

from sync.dashboard.access import journal
from sync.dashboard.access.guard import PageError
from sync.dashboard.pages import collection
from sync.dashboard.render import page
from sync.dashboard.routes.common import Admin, answer, context
from sync.dashboard.state import pages_state
from sync.server.devices import CODE_MINUTES, fresh_code

router = APIRouter(include_in_schema=False)


@router.get("/collecte")
@router.get("/collecte/{name}")
async def collect(request: Request, session: Admin, name: str = "") -> Response:
    """How the collection goes."""
    state, today = pages_state(request), datetime.now(UTC).date()
    async with state.cube.connection() as connection, state.desk.connection() as desk:
        ctx = await context(request, "/collecte", connection)
        content = await collection.build(desk, ctx, today)
    return await answer(request, session, content, collection.source(today), "/collecte", name)


@router.get("/administration/postes")
async def devices(request: Request, session: Admin) -> Response:
    """Every device."""
    return await _devices(request, session)


async def _devices(request: Request, session: Admin, code: str = "", label: str = "") -> Response:
    async with pages_state(request).desk.connection() as desk:
        rows = await _rows(
            desk,
            """SELECT d.id::text, d.label, d.enrolled_at::date, d.last_seen_on,
                d.revoked_at IS NOT NULL,
                (SELECT count(*) FROM transport.deliveries s WHERE s.device_id = d.id),
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


@router.get("/administration/publications")
async def releases(request: Request, session: Admin) -> Response:
    """Campaigns, publications and packages, and the commands that make them."""
    async with pages_state(request).desk.connection() as desk:
        told: dict[str, Any] = {
            "campaigns": await _rows(
                desk,
                "SELECT name, first_quarter, last_quarter, state, frozen_on FROM release.campaigns"
                " ORDER BY first_quarter",
            ),
            "publications": await _rows(
                desk,
                "SELECT id, kind, campaign, version, made_on, firms FROM release.publications"
                " ORDER BY id",
            ),
            "packages": await _rows(
                desk,
                "SELECT DISTINCT ON (id) id, version, published_on, octet_length(content)"
                " FROM published.packages ORDER BY id, version DESC",
            ),
        }
    return page("releases.html", request, session, **told)


@router.get("/administration/comptes")
async def accounts(request: Request, session: Admin) -> Response:
    """Every account, and how to open one."""
    async with pages_state(request).desk.connection() as desk:
        rows = await _rows(
            desk,
            """SELECT a.name, a.role, a.action, a.made_on, a.closed_on,
                (SELECT count(*) FROM pages.sessions s WHERE s.account = a.name)
            FROM pages.accounts a ORDER BY a.name""",
        )
    return page("accounts.html", request, session, rows=rows)


@router.post("/administration/comptes/fermer")
async def close(request: Request, session: Admin, nom: Annotated[str, Form()] = "") -> Response:
    """Close an account and end its sessions; not one's own, or nobody might be left."""
    if nom == session.account:
        raise PageError(
            422, "Vous ne pouvez pas fermer votre propre compte\u202f; demandez à un collègue."
        )
    async with pages_state(request).desk.connection() as desk:
        cursor = await desk.execute(
            "UPDATE pages.accounts SET closed_on = current_date WHERE name = %s AND closed_on IS NULL"
            " RETURNING name",
            (nom,),
        )
        if await cursor.fetchone() is None:
            raise PageError(404, "Ce compte n’existe pas, ou il est déjà fermé.")
        await desk.execute("DELETE FROM pages.sessions WHERE account = %s", (nom,))
        await journal.note(desk, session.account, "close", nom)
    return RedirectResponse("/administration/comptes", 303)


@router.get("/administration/journal")
async def lines(request: Request, session: Admin) -> Response:
    """Who signed in, downloaded or changed what."""
    async with pages_state(request).desk.connection() as desk:
        found = await journal.latest(desk)
    return page("journal.html", request, session, lines=found)


async def _rows(desk: AsyncConnection, query: Any) -> list[tuple[Any, ...]]:
    cursor = await desk.execute(query)
    return await cursor.fetchall()
