"""The whole service: the protocol's addresses for laptops, and the pages for people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from sync.dashboard.access.guard import PageError, SignInNeededError
from sync.dashboard.access.headers import SecurityHeaders
from sync.dashboard.access.limits import FormLimit
from sync.dashboard.render import STATIC, page
from sync.dashboard.routes import devices, figures, packages, people, publishing, research, signing
from sync.dashboard.state import PagesState
from sync.server import app as server
from sync.server.garbage import set_apart_for_good
from sync.server.settings import Settings

FACTORY = "sync.dashboard.app:from_environment"
_PROTOCOL = ("/v1/", "/health", "/openapi.json")


def from_environment() -> FastAPI:
    """Return the service with its pages, as a worker finds its settings."""
    from sync.server.logs import to_standard_error

    to_standard_error()
    app = create_app(Settings.from_environment())
    set_apart_for_good()
    return app


def create_app(settings: Settings) -> FastAPI:
    """Return the service with its pages; it connects when it is started."""
    app = server.create_app(settings)
    state = app.state.pages = PagesState.of(settings)
    app.router.lifespan_context = _also(app.router.lifespan_context, state)
    for part in (signing, figures, research, devices, publishing, packages, people):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in (HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _unless_protocol(app, kind))
    app.add_exception_handler(PageError, _told)
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_middleware(FormLimit)
    app.add_middleware(SecurityHeaders)
    return app


def _also(inner, state: PagesState):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with inner(app):
            await state.cube.open()
            await state.desk.open()
            try:
                yield
            finally:
                await state.cube.close()
                await state.desk.close()

    return lifespan


def _unless_protocol(app: FastAPI, kind: type[Exception]):  # type: ignore[no-untyped-def]
    """Laptops keep their JSON; people get a page."""
    before = app.exception_handlers[kind]

    async def handler(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(_PROTOCOL):
            answer: Response = await before(request, error)  # type: ignore[misc]
            return answer
        status = error.status_code if isinstance(error, HTTPException) else 422
        sentence = {
            404: "Cette page n’existe pas.",
            405: "Cette page ne se demande pas ainsi.",
        }.get(status, "Cette demande n’est pas comprise.")
        return page("message.html", request, None, status, sentence=sentence)

    return handler


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, PageError)
    answer = page("message.html", request, None, error.status, sentence=error.sentence)
    if error.retry_after:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


async def _sign_in(request: Request, _error: Exception) -> Response:
    asked = request.url.path if request.method == "GET" else "/"
    if request.url.query and request.method == "GET":
        asked += f"?{request.url.query}"
    end = f"?{urlencode({'vers': asked})}" if asked != "/" else ""
    return RedirectResponse(f"/connexion{end}", 303)
