"""For administrators: campaigns, their publication, and the researchers' files."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from psycopg import AsyncConnection

from sync.dashboard import jobs, microdata
from sync.dashboard.access import journal
from sync.dashboard.access.guard import PageError
from sync.dashboard.access.sessions import Session
from sync.dashboard.render import page
from sync.dashboard.routes.common import Admin, refusals, rows_of
from sync.dashboard.state import pages_state
from sync.server.database import pages_connection
from sync.server.publication import campaigns

router = APIRouter(include_in_schema=False)
PATH = "/administration/publications"
_BUSY = "Un autre travail est en cours\u202f; attendez qu’il soit fini, puis recommencez."


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign as the page tells it."""

    name: str
    first: str
    last: str
    state: str
    frozen_on: Any


@router.get(PATH)
async def publications(request: Request, session: Admin) -> Response:
    """Campaigns, publications, researchers' files, and what is under way."""
    async with pages_state(request).desk.connection() as desk:
        told: dict[str, Any] = {
            "campaigns": await _campaigns(desk),
            "publications": await rows_of(
                desk,
                "SELECT id, kind, campaign, version, made_on, firms FROM release.publications"
                " ORDER BY id",
            ),
            "releases": await microdata.every(desk),
            "jobs": await jobs.latest(desk),
        }
    return page("publications.html", request, session, **told)


async def _campaigns(desk: AsyncConnection) -> list[CampaignLine]:
    rows = await rows_of(
        desk,
        "SELECT name, first_quarter, last_quarter, state, frozen_on FROM release.campaigns"
        " ORDER BY first_quarter",
    )
    return [CampaignLine(*row) for row in rows]


@router.post(PATH + "/ouvrir")
async def open_campaign(
    request: Request,
    session: Admin,
    nom: Annotated[str, Form(max_length=60)] = "",
    de: Annotated[str, Form(max_length=6)] = "",
    a: Annotated[str, Form(max_length=6)] = "",
) -> Response:
    """Open a campaign."""

    def create() -> None:
        with pages_connection(pages_state(request).settings.database_url) as connection:
            campaigns.create(connection, nom.strip(), de.strip().upper(), a.strip().upper())

    with refusals():
        await asyncio.to_thread(create)
    async with pages_state(request).desk.connection() as desk:
        await journal.note(desk, session.account, "campaign", nom.strip())
    return RedirectResponse(PATH, 303)


@router.get(PATH + "/geler")
async def before_freezing(request: Request, session: Admin, campagne: str = "") -> Response:
    """What freezing does, and the form that does it."""
    async with pages_state(request).desk.connection() as desk:
        found = await _named(desk, campagne)
    if found.state != "open":
        raise PageError(422, "Cette campagne est déjà gelée et publiée.")
    return page("freeze.html", request, session, campaign=found)


@router.post(PATH + "/geler")
async def freeze(
    request: Request,
    session: Admin,
    campagne: Annotated[str, Form(max_length=60)] = "",
    confirmation: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Freeze a campaign and publish it, once its name was typed again."""
    if confirmation.strip() != campagne:
        raise PageError(
            422, "Le nom de la campagne n’est pas celui-là\u202f; rien n’a été fait. Recommencez."
        )
    return await _start(request, session, "freeze", campagne)


@router.post(PATH + "/preparer")
async def prepare(
    request: Request, session: Admin, campagne: Annotated[str, Form(max_length=60)] = ""
) -> Response:
    """Prepare the researchers' files of a frozen campaign."""
    return await _start(request, session, "release", campagne)


async def _start(request: Request, session: Session, kind: jobs.Kind, campaign: str) -> Response:
    state = pages_state(request)
    async with state.desk.connection() as desk:
        await _named(desk, campaign)
        number = await jobs.ask(desk, kind, campaign, session.account)
        if number is None:
            raise PageError(409, _BUSY)
        await journal.note(desk, session.account, kind, campaign)
    jobs.start(state.settings, number)
    return RedirectResponse(f"{PATH}#travaux", 303)


async def _named(desk: AsyncConnection, name: str) -> CampaignLine:
    found = next((c for c in await _campaigns(desk) if c.name == name), None)
    if found is None:
        raise PageError(404, "Cette campagne n’existe pas.")
    return found


@router.post(PATH + "/donner")
async def give(request: Request, session: Admin, diffusion: Annotated[int, Form()] = 0) -> Response:
    """Give a release to researchers, once its report was read."""
    return await _give(request, session, diffusion, given=True)


@router.post(PATH + "/reprendre")
async def take_back(
    request: Request, session: Admin, diffusion: Annotated[int, Form()] = 0
) -> Response:
    """Give a release no longer; what was downloaded cannot be called back."""
    return await _give(request, session, diffusion, given=False)


async def _give(request: Request, session: Session, number: int, *, given: bool) -> Response:
    async with pages_state(request).desk.connection() as desk:
        found = await microdata.give(desk, number, given=given)
        if found is None:
            raise PageError(404, "Cette diffusion n’existe pas.")
        act = "give" if given else "take_back"
        await journal.note(desk, session.account, act, f"{found.campaign}, {number}")
    return RedirectResponse(f"{PATH}#diffusions", 303)
