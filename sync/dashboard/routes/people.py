"""For administrators: accounts, and the journal of what was done."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from sync.dashboard import catalogue
from sync.dashboard.access import accounts, invitations, journal
from sync.dashboard.access.accounts import ROLES
from sync.dashboard.access.guard import PageError
from sync.dashboard.access.sessions import Session
from sync.dashboard.render import page
from sync.dashboard.routes.common import Admin, refusals, rows_of
from sync.dashboard.state import pages_state

router = APIRouter(include_in_schema=False)
PATH = "/administration/comptes"


@router.get(PATH)
async def every(request: Request, session: Admin) -> Response:
    """Every account, and how to open one."""
    return await _every(request, session)


async def _every(request: Request, session: Session, name: str = "", code: str = "") -> Response:
    state = pages_state(request)
    async with state.desk.connection() as desk:
        rows = await rows_of(
            desk,
            """SELECT a.name, a.role, a.action, a.made_on, a.closed_on,
                (SELECT count(*) FROM pages.sessions s WHERE s.account = a.name)
            FROM pages.accounts a ORDER BY a.name""",
        )
        actions = (await catalogue.current(desk, state.catalogues)).actions
    titles = {action.id: action.title for action in actions}
    told: dict[str, Any] = {"rows": rows, "actions": actions, "name": name, "code": code}
    told["titles"] = titles
    return page("accounts.html", request, session, hours=invitations.CODE_HOURS, **told)


@router.post(PATH + "/ouvrir")
async def open_account(
    request: Request,
    session: Admin,
    nom: Annotated[str, Form(max_length=64)] = "",
    role: Annotated[str, Form(max_length=20)] = "",
    action: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Open an account; its owner chooses the password, with a code that is shown once."""
    if role not in ROLES:
        raise PageError(422, "Choisissez le rôle du compte.")
    name = nom.strip()
    async with pages_state(request).desk.connection() as desk:
        with refusals():
            await accounts.open_without_password(
                desk, name, role, action if role == "holder" and action else None
            )
        code = await invitations.invite(desk, name)
        await journal.note(desk, session.account, "account", f"{name}, {role}")
    return await _every(request, session, name, code or "")


@router.post(PATH + "/code")
async def invite(
    request: Request, session: Admin, nom: Annotated[str, Form(max_length=64)] = ""
) -> Response:
    """Give a code to choose another password with; it opens a closed account again."""
    async with pages_state(request).desk.connection() as desk:
        code = await invitations.invite(desk, nom)
        if code is None:
            raise PageError(404, "Ce compte n’existe pas.")
        await accounts.forget_failures(desk, nom)
        await journal.note(desk, session.account, "invite", nom)
    return await _every(request, session, nom, code)


@router.post(PATH + "/fermer")
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
        await desk.execute("DELETE FROM pages.invitations WHERE account = %s", (nom,))
        await journal.note(desk, session.account, "close", nom)
    return RedirectResponse(PATH, 303)


@router.get("/administration/journal")
async def lines(request: Request, session: Admin, avant: int = 0) -> Response:
    """Who signed in, downloaded or changed what; ``avant``: the lines before this one."""
    async with pages_state(request).desk.connection() as desk:
        found = await journal.latest(desk, avant)
    return page("journal.html", request, session, lines=found, most=journal.LINES)
