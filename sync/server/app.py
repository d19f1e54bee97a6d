"""The service: wires settings, pool, routes and log. It keeps no state of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from fastapi import FastAPI, Request, Response
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException

from sync.protocol.versions import HIGHEST
from sync.server import routes
from sync.server.answers import RefusedError, problem
from sync.server.database import service_pool
from sync.server.garbage import set_apart_for_good
from sync.server.housekeeping import keep_house
from sync.server.logs import AccessLog, log
from sync.server.settings import Settings
from sync.server.state import State


def from_environment() -> FastAPI:
    """Return the service as a worker finds its settings."""
    from sync.server.logs import to_standard_error

    to_standard_error()
    app = create_app(Settings.from_environment())
    set_apart_for_good()
    return app


def create_app(settings: Settings) -> FastAPI:
    """Return the service; it connects when it is started."""
    app = FastAPI(
        title="Centre régional du diagnostic des TPE et PME",
        version=str(HIGHEST),
        description="See docs/protocol.md.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.centre = State(settings, service_pool(settings))
    app.include_router(routes.router)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(HTTPException, _not_found)
    for kind in (psycopg.OperationalError, PoolTimeout):
        app.add_exception_handler(kind, _busy)
    app.add_exception_handler(Exception, _bug)
    app.add_middleware(AccessLog)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state: State = app.state.centre
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    await state.pool.open()
    cleaning = asyncio.create_task(keep_house(state))
    try:
        yield
    finally:
        cleaning.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await cleaning
        await state.pool.close()


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return problem(error)


async def _not_found(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = "Cette adresse n’existe pas ici\u202f; vérifiez la version du programme."
    refusal = problem(RefusedError(error.status_code, "not_found", sentence))
    # A method that is not taken is answered with those that are (RFC 9110).
    refusal.headers.update(error.headers or {})
    return refusal


async def _busy(_request: Request, error: Exception) -> Response:
    log.warning("database", extra={"facts": {"error": type(error).__qualname__}})
    sentence = "La région ne peut pas répondre pour l’instant\u202f; réessayez dans une minute."
    return problem(RefusedError(503, "busy", sentence, retry_after=5))


async def _bug(_request: Request, error: Exception) -> Response:
    log.error("bug", extra={"facts": {"error": type(error).__qualname__}})
    sentence = "Une erreur s’est produite à la région\u202f; rien n’est perdu, réessayez plus tard."
    return problem(RefusedError(500, "bug", sentence))
