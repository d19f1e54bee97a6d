"""For administrators: the signed packages that laptops are given."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from sync.dashboard.access import journal
from sync.dashboard.render import page
from sync.dashboard.routes.common import Admin, refusals, rows_of
from sync.dashboard.state import pages_state
from sync.protocol.packages import MAX_PACKAGE_BYTES
from sync.server import published
from sync.server.database import pages_connection
from sync.server.errors import CentreError

router = APIRouter(include_in_schema=False)
PATH = "/administration/paquets"


@router.get(PATH)
async def packages(request: Request, session: Admin) -> Response:
    """The packages given out, and the door for the next one."""
    async with pages_state(request).desk.connection() as desk:
        rows = await rows_of(
            desk,
            "SELECT DISTINCT ON (id) id, version, published_on, octet_length(content)"
            " FROM published.packages ORDER BY id, version DESC",
        )
        region = await published.region_for_laptops(desk)
    return page("packages.html", request, session, rows=rows, keys=region.keys)


@router.post(PATH + "/publier")
async def publish(
    request: Request, session: Admin, paquet: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Check a package against the two keys, then give it out."""
    raw = b"" if paquet is None else await paquet.read(MAX_PACKAGE_BYTES + 1)
    with refusals():
        told = await asyncio.to_thread(_publish, pages_state(request).settings.database_url, raw)
    async with pages_state(request).desk.connection() as desk:
        await journal.note(desk, session.account, "package", told)
    return RedirectResponse(PATH, 303)


def _publish(url: str, raw: bytes) -> str:
    if not raw:
        raise CentreError("Choisissez d’abord le fichier du paquet signé.")
    with pages_connection(url) as connection:
        keys = published.region(connection).keys
        if not keys:
            raise CentreError(
                "La région n’a pas encore ses deux clés\u202f: le premier paquet se publie au terminal "
                "du centre, par «\u00a0region-central publish\u00a0»."
            )
        manifest = published.publish(connection, raw, keys).manifest
    return f"{manifest.id}, version {manifest.version}"
