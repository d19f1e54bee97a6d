"""What several addresses need: the publication that was chosen, and a figure as page or file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeAlias

from fastapi import Depends, Request, Response
from psycopg import AsyncConnection

from sync.dashboard import catalogue, cube
from sync.dashboard.access import journal
from sync.dashboard.access.accounts import ROLES
from sync.dashboard.access.guard import PageError, only
from sync.dashboard.access.sessions import Session
from sync.dashboard.choices import Choices
from sync.dashboard.cube import Publication
from sync.dashboard.figures.exports import export
from sync.dashboard.figures.model import Source
from sync.dashboard.pages.content import Content, Context
from sync.dashboard.render import page
from sync.dashboard.state import PagesState, pages_state
from sync.protocol.errors import SyncError

Anyone: TypeAlias = Annotated[Session, Depends(only(*ROLES))]
Admin: TypeAlias = Annotated[Session, Depends(only("admin"))]
Researcher: TypeAlias = Annotated[Session, Depends(only("researcher"))]
ResearcherOrAdmin: TypeAlias = Annotated[Session, Depends(only("researcher", "admin"))]
_NAME = re.compile(r"(?P<figure>[a-z-]+)(?:\.(?P<form>csv|xlsx|svg))?")


async def publications(state: PagesState, connection: AsyncConnection) -> tuple[Publication, ...]:
    """Every publication, newest first; each is read once, for it never changes."""
    known = state.publications
    numbers = await cube.publication_lines(connection)
    for number in numbers:
        if number not in known:
            known[number] = await cube.publication(connection, number)
    return tuple(known[number] for number in numbers)


async def context(
    request: Request, session: Session, path: str, connection: AsyncConnection
) -> Context | None:
    """What a page is built from; None before the first publication."""
    state = pages_state(request)
    choices = Choices.read(request.query_params)
    known = await publications(state, connection)
    if not known:
        return None
    chosen = next((p for p in known if p.id == choices.publication), known[0])
    async with state.desk.connection() as desk:
        actions = await catalogue.current(desk, state.catalogues)
    return Context(path, choices, chosen, known, actions, connection, session.action or "")


async def answer(
    request: Request, session: Session, content: Content, source: Source, path: str, name: str
) -> Response:
    """Return the page, one of its figures as an A4 sheet, or a figure as a file."""
    query = f"?{request.url.query}" if request.url.query else ""
    told: dict[str, Any] = {"content": content, "source": source, "path": path, "query": query}
    if not name:
        return page("figures.html", request, session, **told)
    wanted = _NAME.fullmatch(name)
    figure = content.figure(wanted["figure"]) if wanted else None
    if wanted is None or figure is None:
        raise PageError(404, "Cette figure n’existe pas avec ces choix.")
    if wanted["form"] is None:
        return page("sheet.html", request, session, figure=figure, **told)
    await noted(request, session, f"{path}/{name}{query}")
    file = export(figure, figure.source or source, wanted["form"])
    return download(file.content, file.media_type, f"{path.strip('/')}-{name}")


async def noted(request: Request, session: Session, detail: str) -> None:
    """Write a download in the journal, before anything is given."""
    async with pages_state(request).desk.connection() as desk:
        await journal.note(desk, session.account, "download", detail)


@contextmanager
def refusals() -> Iterator[None]:
    """Show the sentence of what the centre knows how to refuse."""
    try:
        yield
    except SyncError as error:
        raise PageError(422, error.sentence) from error


async def rows_of(desk: AsyncConnection, query: Any) -> list[tuple[Any, ...]]:
    """Every row of a query."""
    cursor = await desk.execute(query)
    return await cursor.fetchall()


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to be kept."""
    return Response(content, headers=attached(name), media_type=media_type)


def attached(name: str) -> dict[str, str]:
    """What tells a browser to keep a file under this name."""
    safe = re.sub(r"[^a-z0-9.-]", "-", name)
    return {"Content-Disposition": f'attachment; filename="{safe}"'}
