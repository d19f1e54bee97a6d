"""Reference values for laptops: what the cube says of each theme, by activity × size, size, all.

The file is the laptop's own ``References`` JSON. It is read from the cube alone, with the reader's
rights; it is then signed by two keys like any package (`region-central package build`).
"""

from __future__ import annotations

from typing import Any

import psycopg

from sync.server.errors import CentreError
from sync.server.publication.figures import Cell
from sync.server.publication.plan import ACTIVITY, SIZE, UNKNOWN
from sync.server.publication.reading import Publication, cells, publications

_CROSSINGS = ("all", "size", "size_activity")


def references(connection: psycopg.Connection, campaign: str, questionnaire: str) -> dict[str, Any]:
    """The reference values of one campaign's questionnaire; `CentreError` when there are none.

    Only groups of one activity and one size are given, and only those that say every theme that
    « all firms » say: a laptop then takes the next wider group, and names what it compares with.
    """
    publication = _publication(connection, campaign, questionnaire)
    groups: dict[tuple[str | None, str | None], dict[str, Any]] = {}
    for theme in publication.codebook.themes:
        for crossing in _CROSSINGS:
            for cell in cells(connection, publication.id, crossing, "theme", theme.id):
                _add(groups, theme.id, cell)
    whole = groups.get((None, None), {})
    groups = {key: themes for key, themes in groups.items() if themes.keys() == whole.keys()}
    if not whole:
        raise CentreError(
            "Cette campagne compte trop peu d’entreprises pour donner des valeurs de référence."
        )
    return {
        "id": f"references-{questionnaire}",
        "version": publication.version,
        "questionnaire": questionnaire,
        "campaign": campaign,
        "groups": [
            {k: v for k, v in (("activity", activity), ("size", size)) if v is not None}
            | {"n": max(t["n"] for t in themes.values()), "themes": themes}
            for (activity, size), themes in groups.items()
        ],
    }


def _publication(connection: psycopg.Connection, campaign: str, questionnaire: str) -> Publication:
    for found in publications(connection):
        if (found.kind, found.campaign, found.questionnaire) == (
            "campaign",
            campaign,
            questionnaire,
        ):
            return found
    raise CentreError(
        f"Rien n’est publié de «\u00a0{questionnaire}\u00a0» pour la campagne «\u00a0{campaign}\u00a0»\u202f; "
        "gelez-la d’abord."
    )


def _add(
    groups: dict[tuple[str | None, str | None], dict[str, Any]], theme: str, cell: Cell
) -> None:
    if cell.status != "shown" or cell.median is None:
        return
    figures = {"n": cell.n, "median": cell.median, "q1": cell.q1, "q3": cell.q3}
    activities, sizes = ACTIVITY.members(cell.activity), SIZE.members(cell.size)
    if len(activities) <= 1 and len(sizes) <= 1 and UNKNOWN not in (*activities, *sizes):
        key = next(iter(activities), None), next(iter(sizes), None)
        groups.setdefault(key, {})[theme] = figures
