"""Signing in and out."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from psycopg import AsyncConnection

from sync.dashboard.access import accounts, journal, sessions
from sync.dashboard.access.guard import COOKIE, PageError, inside, require_our_form
from sync.dashboard.dates import hour
from sync.dashboard.render import page
from sync.dashboard.routes.common import Anyone
from sync.dashboard.state import PagesState, pages_state

router = APIRouter(include_in_schema=False)
_BEFORE = "avant-connexion"
_WRONG = "Ce nom et ce mot de passe ne vont pas ensemble\u202f; vérifiez-les."


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
        await sessions.tidy(desk)
        if await sessions.count_sign_ins(desk) > sessions.SIGN_INS_A_MINUTE:
            raise PageError(
                429, "Trop d’essais en une minute\u202f; attendez un instant.", retry_after=60
            )
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
    return (
        f"Trop d’essais pour ce nom\u00a0: il est fermé jusqu’à {hour(until)}. Un administrateur peut "
        "donner un autre mot de passe d’ici là."
    )


def _form(request: Request, to: str, error: str = "", name: str = "") -> Response:
    token = secrets.token_urlsafe(24)
    answer = page(
        "sign_in.html",
        request,
        None,
        403 if error else 200,
        to=to,
        error=error,
        name=name,
        csrf=token,
    )
    _set_cookie(request, answer, _BEFORE, token)
    return answer


def _set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )
