"""Signing in and out."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from psycopg import AsyncConnection

from sync.dashboard.access import accounts, invitations, journal, sessions
from sync.dashboard.access.guard import COOKIE, PageError, inside, require_our_form
from sync.dashboard.dates import hour
from sync.dashboard.render import page
from sync.dashboard.routes.common import Anyone
from sync.dashboard.state import PagesState, pages_state
from sync.server.errors import CentreError

router = APIRouter(include_in_schema=False)
_BEFORE = "avant-connexion"
_WRONG = "Ce nom et ce mot de passe ne vont pas ensemble\u202f; vérifiez-les."
_WRONG_CODE = (
    "Ce nom et ce code ne vont pas ensemble, ou le code a déjà servi ou vieilli\u202f; un administrateur "
    "peut en donner un autre."
)


@router.get("/connexion")
async def sign_in_form(request: Request, vers: str = "/") -> Response:
    """The form."""
    return _form(request, inside(vers))


@router.post("/connexion")
async def sign_in(
    request: Request,
    nom: Annotated[str, Form(max_length=64)] = "",
    passe: Annotated[str, Form(max_length=accounts.MAX_PASSWORD)] = "",
    vers: Annotated[str, Form()] = "/",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Check the password, then begin a session."""
    require_our_form(request, csrf, request.cookies.get(_BEFORE, ""))
    name, state = nom.strip(), pages_state(request)
    async with state.desk.connection() as desk:
        await _count_try(desk)
        told = await _refusal(state, desk, name, passe)
        if told:
            return _form(request, inside(vers), told, name)
        token = await sessions.open_session(desk, name)
        await journal.note(desk, name, "sign_in")
    answer = RedirectResponse(inside(vers), 303)
    answer.delete_cookie(_BEFORE)
    _set_cookie(request, answer, COOKIE, token)
    return answer


@router.post("/deconnexion")
async def sign_out(request: Request, session: Anyone) -> Response:
    """End the session."""
    async with pages_state(request).desk.connection() as desk:
        await sessions.end_session(desk, session.token)
        await journal.note(desk, session.account, "sign_out")
    answer = RedirectResponse("/connexion", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/mot-de-passe")
async def password_form(request: Request, nom: str = "") -> Response:
    """The form for who was given a code."""
    return _password_form(request, "", nom[:64])


@router.post("/mot-de-passe")
async def choose_password(
    request: Request,
    nom: Annotated[str, Form(max_length=64)] = "",
    code: Annotated[str, Form(max_length=64)] = "",
    passe: Annotated[str, Form(max_length=accounts.MAX_PASSWORD)] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Spend a code on a new password, then let its owner sign in."""
    require_our_form(request, csrf, request.cookies.get(_BEFORE, ""))
    name, state = nom.strip(), pages_state(request)
    async with state.desk.connection() as desk:
        await _count_try(desk)
        if until := await accounts.locked_until(desk, name):
            return _password_form(request, _closed(until), name)
        try:
            async with state.checking:
                hashed = await asyncio.to_thread(accounts.hashed, passe)
        except CentreError as error:
            return _password_form(request, error.sentence, name)
        if not await invitations.accept(desk, name, code, hashed):
            await accounts.count_failure(desk, name)
            return _password_form(request, _WRONG_CODE, name)
        await journal.note(desk, name, "password")
    return _form(request, "/", name=name, chosen=True)


async def _count_try(desk: AsyncConnection) -> None:
    await sessions.tidy(desk)
    if await sessions.count_sign_ins(desk) > sessions.SIGN_INS_A_MINUTE:
        raise PageError(
            429, "Trop d’essais en une minute\u202f; attendez un instant.", retry_after=60
        )


def _closed(until: datetime) -> str:
    return (
        f"Trop d’essais pour ce nom\u00a0: il est fermé jusqu’à {hour(until)}. Un administrateur peut "
        "donner un code pour choisir un autre mot de passe d’ici là."
    )


async def _refusal(state: PagesState, desk: AsyncConnection, name: str, password: str) -> str:
    """Why this name and password do not let in; "" when they do."""
    until = await accounts.locked_until(desk, name)
    if until is None:
        hashed = await accounts.password_hash(desk, name)
        async with state.checking:
            right = await asyncio.to_thread(accounts.is_right, hashed, password)
        if right:
            await accounts.forget_failures(desk, name)
            return ""
        await accounts.count_failure(desk, name)
        until = await accounts.locked_until(desk, name)
        if until is None:
            return _WRONG
        if hashed is not None:
            await journal.note(desk, name, "locked")
    return _closed(until)


def _form(
    request: Request, to: str, error: str = "", name: str = "", *, chosen: bool = False
) -> Response:
    told = {"to": to, "error": error, "name": name, "chosen": chosen}
    return _before(request, "sign_in.html", 403 if error else 200, told)


def _password_form(request: Request, error: str = "", name: str = "") -> Response:
    told = {"error": error, "name": name, "least": accounts.MIN_PASSWORD}
    return _before(request, "password.html", 403 if error else 200, told)


def _before(request: Request, template: str, status: int, told: dict[str, Any]) -> Response:
    """A form for who has no session: its token is in a cookie of its own."""
    token = secrets.token_urlsafe(24)
    answer = page(template, request, None, status, csrf=token, **told)
    _set_cookie(request, answer, _BEFORE, token)
    return answer


def _set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )
