"""Campaigns: sets of quarters, disjoint, frozen once; the publication is made at the freeze."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.types.range import Range

from sync.server.errors import CentreError

_QUARTER = re.compile(r"20[0-9]{2}Q[1-4]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign: its quarters, both ends included, and whether it is frozen."""

    name: str
    first_quarter: str
    last_quarter: str
    state: str
    frozen_on: date | None


def create(connection: psycopg.Connection, name: str, first: str, last: str) -> Campaign:
    """Open a campaign over quarters that no other campaign holds; `CentreError` otherwise."""
    if not _NAME.fullmatch(name):
        raise CentreError(
            "Donnez à la campagne un nom simple\u202f: lettres sans accent, chiffres, tirets, "
            "60 signes au plus."
        )
    quarters = Range(_number(first), _number(last) + 1, "[)")
    if _number(first) > _number(last):
        raise CentreError("Le premier trimestre de la campagne doit venir avant le dernier.")
    try:
        connection.execute(
            "INSERT INTO release.campaigns (name, first_quarter, last_quarter, quarters)"
            " VALUES (%s, %s, %s, %s::int4range)",
            (name, first, last, quarters),
        )
    except psycopg.errors.UniqueViolation as error:
        raise CentreError(
            f"Il y a déjà une campagne «\u00a0{name}\u00a0»\u202f; choisissez un autre nom."
        ) from error
    except psycopg.errors.ExclusionViolation as error:
        raise CentreError(
            "Un de ces trimestres appartient déjà à une autre campagne\u202f; deux campagnes n’ont "
            "jamais de trimestre commun."
        ) from error
    return Campaign(name, first, last, "open", None)


def _number(quarter: str) -> int:
    if not _QUARTER.fullmatch(quarter):
        raise CentreError(
            f"«\u00a0{quarter}\u00a0» n’est pas un trimestre\u202f; écrivez par exemple 2026Q1."
        )
    return int(quarter[:4]) * 4 + int(quarter[5]) - 1


def find(connection: psycopg.Connection, name: str) -> Campaign:
    """Return a campaign by its name; `CentreError` when there is none."""
    row = connection.execute(
        "SELECT name, first_quarter, last_quarter, state, frozen_on FROM release.campaigns"
        " WHERE name = %s FOR UPDATE",
        (name,),
    ).fetchone()
    if row is None:
        raise CentreError(
            f"Il n’y a pas de campagne «\u00a0{name}\u00a0»\u202f; créez-la par « campaign create »."
        )
    return Campaign(*row)


def require_open(campaign: Campaign) -> None:
    """Raise `CentreError` for a campaign that was frozen: a publication is made once."""
    if campaign.state == "frozen":
        raise CentreError(
            f"La campagne «\u00a0{campaign.name}\u00a0» est déjà gelée et publiée\u202f; ce qui est publié ne "
            "change plus."
        )


def require_frozen(campaign: Campaign) -> None:
    """Raise `CentreError` for a campaign that is still open."""
    if campaign.state != "frozen":
        raise CentreError(
            f"La campagne «\u00a0{campaign.name}\u00a0» est encore ouverte\u202f; gelez-la d’abord par "
            "« campaign freeze »."
        )


def mark_frozen(connection: psycopg.Connection, name: str) -> None:
    """Note that a campaign is frozen, today."""
    connection.execute(
        "UPDATE release.campaigns SET state = 'frozen', frozen_on = current_date WHERE name = %s",
        (name,),
    )


def frozen(connection: psycopg.Connection) -> list[Campaign]:
    """Every frozen campaign, by its quarters."""
    rows = connection.execute(
        "SELECT name, first_quarter, last_quarter, state, frozen_on FROM release.campaigns"
        " WHERE state = 'frozen' ORDER BY first_quarter"
    ).fetchall()
    return [Campaign(*row) for row in rows]
