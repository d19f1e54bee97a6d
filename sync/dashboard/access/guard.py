"""The doors of the pages: who is here, may they, and was the form really ours."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request

from sync.dashboard.access.accounts import Role
from sync.dashboard.access.sessions import REQUESTS_A_MINUTE, Session, recognise
from sync.dashboard.state import pages_state

COOKIE = "seance"


class SignInNeededError(Exception):
    """Nobody is signed in, or their session is over."""


class PageError(Exception):
    """A page that cannot be shown; becomes a page with this sentence."""

    def __init__(self, status: int, sentence: str, *, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.retry_after = status, sentence, retry_after


async def present(request: Request) -> Session:
    """Return who is signed in; `SignInNeededError`, or `PageError` for a hasty one."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        raise SignInNeededError
    async with pages_state(request).desk.connection() as connection:
        session = await recognise(connection, token)
    if session is None:
        raise SignInNeededError
    if session.requests > REQUESTS_A_MINUTE:
        raise PageError(
            429, "Trop de demandes en une minute\u202f; attendez un instant.", retry_after=60
        )
    return session


def only(*roles: Role) -> Callable[[Request], Awaitable[Session]]:
    """Return the door that lets these roles in, and checks the form of whatever changes things."""

    async def door(request: Request) -> Session:
        session = await present(request)
        if session.role not in roles:
            raise PageError(403, "Cette page n’est pas ouverte à votre compte.")
        if request.method == "POST":
            form = await request.form()
            require_our_form(request, str(form.get("csrf", "")), session.csrf)
        return session

    return door


def require_our_form(request: Request, told: str, expected: str) -> None:
    """Refuse a form that another site, or an older session, made."""
    origin = request.headers.get("origin", "null")
    elsewhere = origin != "null" and urlsplit(origin).netloc != request.headers.get("host", "")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if elsewhere or site not in ("same-origin", "none"):
        raise PageError(403, "Ce formulaire ne vient pas d’ici\u202f; rien n’a été fait.")
    if not expected or not hmac.compare_digest(told.encode(), expected.encode()):
        raise PageError(
            403,
            "Ce formulaire a vieilli\u202f; rien n’a été fait. Rechargez la page et recommencez.",
        )


def inside(address: str) -> str:
    """Return an address of this site to go to after signing in; "/" for any other."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if safe and not set(address) & set("\r\n\t\\") else "/"
