"""What the home page reads, at once, in the database thread; the keys it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.services.dossiers import DossierRow, Dossiers
from consultant_app.services.workspace import Workspace
from consultant_app.ui.words import ago

HINTS = (
    ("Ctrl F", "chercher"),
    ("Ctrl N", "nouveau dossier"),
    ("F9", "masquer la liste"),
    ("F1", "toutes les touches"),
)
KEYS = (
    *HINTS[:3],
    ("Entrée", "ouvrir le dossier"),
    ("Suppr", "supprimer le dossier"),
    ("Menu", "toutes les actions d’un dossier"),
    ("Ctrl O", "ouvrir un dossier reçu"),
    ("Ctrl E", "ce qui est parti"),
    ("Ctrl L", "verrouiller"),
    ("Alt Début", "revenir ici, de partout"),
)


@dataclass(frozen=True, slots=True)
class Glance:
    """All that the page shows, read at once."""

    rows: list[DossierRow]
    backup: str
    now: datetime


def glance(workspace: Workspace) -> Glance:
    """Read the page's content, in the database thread."""
    now = workspace.clock.now()
    outside = workspace.backups.last(outside=True)
    return Glance(
        rows=Dossiers(workspace).rows(),
        backup=ago(outside.at, now) if outside else "aucune",
        now=now,
    )
