"""The pages of figures, each at its address, with its sheets and files below it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sync.dashboard.pages import home as first_page
from sync.dashboard.pages.content import Build
from sync.dashboard.registry import FIGURES
from sync.dashboard.render import page
from sync.dashboard.routes.common import Anyone, answer, context
from sync.dashboard.state import pages_state

router = APIRouter(include_in_schema=False)


def _add(path: str, build: Build) -> None:
    async def show(request: Request, session: Anyone, name: str = "") -> Response:
        async with pages_state(request).cube.connection() as connection:
            ctx = await context(request, session, path, connection)
            if ctx is None:
                return page("nothing_yet.html", request, session)
            content = await build(ctx)
        return await answer(request, session, content, ctx.source, path, name)

    router.add_api_route(path, show, name=path)
    router.add_api_route(path + "/{name}", show, name=path + "/figure")


for _path, (_, _build) in FIGURES.items():
    _add(_path, _build)


@router.get("/")
async def home(request: Request, session: Anyone) -> Response:
    """The first page: questions, each leading to its answer."""
    async with pages_state(request).cube.connection() as connection:
        ctx = await context(request, session, "/", connection)
        if ctx is None:
            return page("nothing_yet.html", request, session)
        told = await first_page.build(ctx)
    return page("home.html", request, session, ctx=ctx, home=told)


@router.get("/lire")
async def reading(request: Request, session: Anyone) -> Response:
    """How to read the figures, what is merged or rounded, what is not shown and why."""
    return page("reading.html", request, session)
