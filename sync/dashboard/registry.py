"""Every page, its address and the roles it is for: read by the routes, the menu and the tests."""

from __future__ import annotations

from dataclasses import dataclass

from sync.dashboard.access.accounts import ROLES, Role
from sync.dashboard.pages import brakes, compare, growth, map, needs, offer, profile  # noqa: A004
from sync.dashboard.pages.content import Build

ADMIN: tuple[Role, ...] = ("admin",)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    path: str
    title: str
    roles: tuple[Role, ...] = ROLES


#: The pages of figures, open to every account: what is published is published.
FIGURES: dict[str, tuple[str, Build]] = {
    "/besoins": ("Besoins", needs.build),
    "/niveaux": ("Niveaux", profile.build),
    "/offre": ("Offre", offer.build),
    "/croissance": ("Croissance", growth.build),
    "/freins": ("Freins et leviers", brakes.build),
    "/carte": ("Carte", map.build),
    "/campagnes": ("Campagnes", compare.build),
}
ADMINISTRATION: tuple[Entry, ...] = (
    Entry("/collecte", "Collecte", ADMIN),
    Entry("/administration/postes", "Postes", ADMIN),
    Entry("/administration/publications", "Publications", ADMIN),
    Entry("/administration/paquets", "Paquets", ADMIN),
    Entry("/administration/comptes", "Comptes", ADMIN),
    Entry("/administration/journal", "Journal", ADMIN),
)
MENU: tuple[Entry, ...] = (
    Entry("/", "Accueil"),
    *(Entry(path, title) for path, (title, _) in FIGURES.items()),
    Entry("/donnees", "Données", ("researcher",)),
    *ADMINISTRATION,
    Entry("/lire", "Comment lire"),
)


def menu(role: Role) -> tuple[Entry, ...]:
    """What an account of this role can open."""
    return tuple(entry for entry in MENU if role in entry.roles)
