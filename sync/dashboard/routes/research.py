"""For researchers: every published cell, its codes, and the microdata they were given."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from psycopg import AsyncConnection

from sync.dashboard import microdata
from sync.dashboard.access.guard import PageError
from sync.dashboard.cube import Publication
from sync.dashboard.figures.exports import as_csv
from sync.dashboard.figures.model import Value
from sync.dashboard.render import page
from sync.dashboard.routes.common import (
    Researcher,
    ResearcherOrAdmin,
    attached,
    download,
    noted,
    publications,
)
from sync.dashboard.state import pages_state

router = APIRouter(include_in_schema=False)
_COLUMNS = (
    "crossing", "kind", "subject", "size", "activity", "territory", "status", "n", "mean", "q1",
    "median", "q3", "count",
)  # fmt: skip


@router.get("/donnees")
async def data(request: Request, session: Researcher) -> Response:
    """The list of publications and their files."""
    state = pages_state(request)
    async with state.cube.connection() as connection:
        known = await publications(state, connection)
    async with state.desk.connection() as desk:
        given = await microdata.every(desk, given=True)
    return page("data.html", request, session, publications=known, releases=given)


@router.get("/donnees/{number}/{name}.csv")
async def data_file(request: Request, session: Researcher, number: int, name: str) -> Response:
    """One file of a publication: « cellules » or « codes »."""
    state = pages_state(request)
    async with state.cube.connection() as connection:
        known = await publications(state, connection)
        chosen = next((p for p in known if p.id == number), None)
        if chosen is None or name not in ("cellules", "codes"):
            raise PageError(404, "Ce fichier n’existe pas.")
        rows = await _cells(connection, number) if name == "cellules" else _codes(chosen)
    await noted(request, session, f"/donnees/{number}/{name}.csv")
    return download(as_csv(rows), "text/csv; charset=utf-8", f"publication-{number}-{name}.csv")


@router.get("/diffusions/{number}/{name}")
async def release_file(
    request: Request, session: ResearcherOrAdmin, number: int, name: str
) -> Response:
    """One file of a release; administrators read the report before they give it."""
    state = pages_state(request)
    async with state.desk.connection() as desk:
        found = next((r for r in await microdata.every(desk) if r.id == number), None)
    file = found.file(name) if found else None
    if found is None or file is None:
        raise PageError(404, "Ce fichier n’existe pas.")
    if session.role == "admin" and name not in microdata.REPORTS:
        raise PageError(403, "Les données elles-mêmes ne sont ouvertes qu’aux chercheurs.")
    if session.role == "researcher" and not found.given_on:
        raise PageError(404, "Ce fichier n’existe pas.")
    await noted(request, session, f"/diffusions/{number}/{name}")
    pieces = microdata.content(state.desk, number, name)
    headers = attached(f"diffusion-{number}-{name}") | {"Content-Length": str(file.size)}
    return StreamingResponse(pieces, headers=headers, media_type=file.media_type)


async def _cells(connection: AsyncConnection, number: int) -> list[tuple[Value, ...]]:
    cursor = await connection.execute(
        "SELECT crossing, kind, subject, size, activity, territory, status, n, mean::float8,"
        " q1::float8, median::float8, q3::float8, count FROM release.cells WHERE publication = %s"
        " ORDER BY crossing, kind, subject, size, activity, territory",
        (number,),
    )
    return [_COLUMNS, *await cursor.fetchall()]


def _codes(publication: Publication) -> list[tuple[Value, ...]]:
    found: list[tuple[Value, ...]] = [("kind", "code", "number", "label")]
    for theme in publication.codebook.themes:
        found.append(("theme", theme.id, str(theme.number), theme.title))
        found += [("practice", p.id, p.number, p.title) for p in theme.practices]
    found += [("action", a.code, "", a.label) for a in publication.codebook.actions]
    found += [("level", f"{s.value:g}", "", s.label) for s in publication.codebook.scale]
    return found
