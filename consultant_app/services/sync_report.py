"""What one exchange with the région did, for programs and in plain words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consultant_app.domain.typography import capital, counted

if TYPE_CHECKING:
    from consultant_app.services.packages import Installed

_DIFFERENCES = {
    "missing_there": "la région ne l’a plus, elle sera renvoyée",
    "other_content": "la région en a une autre sous le même numéro, appelez-la",
    "newer_there": "la région en a une version plus récente que cet ordinateur",
    "retracted_there": "elle a été retirée à la région, l’accord est retiré ici aussi",
    "unknown_here": "elle est partie de cet ordinateur, qui ne la connaît plus",
}


@dataclass(slots=True)
class SyncReport:
    """What one exchange did, with the interviews' ids where they are here.

    ``retry``: rows that wait at the end; ``postponed``: those of them that the région asked to see
    later (the others were put there meanwhile). ``withdrawn_there``: sentences on records that were
    withdrawn elsewhere since the last exchange. ``trouble``: the sentence of what kept it from its
    end, "" when nothing did; ``reason``: the same as a closed code (« unreachable », « cancelled »,
    « revoked »…).
    """

    sent: int = 0
    stored: int = 0
    already: int = 0
    conflict: int = 0
    retracted: int = 0
    retry: int = 0
    postponed: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)
    difference: list[dict[str, str]] = field(default_factory=list)
    withdrawn_there: list[str] = field(default_factory=list)
    packages: list[Installed] = field(default_factory=list)
    packages_refused: list[str] = field(default_factory=list)
    trouble: str = ""
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """The report as the command line prints it."""
        return {
            "sent": self.sent,
            "stored": self.stored,
            "already": self.already,
            "conflict": self.conflict,
            "refused": self.refused,
            "retracted": self.retracted,
            "retry": self.retry,
            "difference": self.difference,
            "packages": [{"id": p.id, "version": p.version} for p in self.packages],
            "packages_refused": self.packages_refused,
        }

    def sentences(self) -> list[str]:
        """The report in plain words."""
        arrived = self.stored + self.already
        told = [_counted(arrived, "fiche est à la région", "fiches sont à la région")]
        if self.retracted:
            told.append(_counted(self.retracted, "fiche est retirée", "fiches sont retirées"))
        if self.retry:
            told.append(_counted(self.retry, "fiche attend encore", "fiches attendent encore"))
        told += [
            f"Fiche mise de côté ({line['id'][:8]})\u00a0: {line['reason']}"
            for line in self.refused
        ]
        told += [
            f"Différence ({line['id'][:8]})\u00a0: {_DIFFERENCES[line['kind']]}."
            for line in self.difference
        ]
        return told + self._received

    @property
    def announcements(self) -> list[str]:
        """What happened at the région and is news here, in plain words."""
        return self.withdrawn_there + self._received

    @property
    def differences(self) -> list[str]:
        """What both sides do not agree on and people should know, in plain words."""
        kinds = Counter(line["kind"] for line in self.difference)
        counts = {kind: kinds[kind] for kind in _DIFFERENCES if kind != "retracted_there"}
        return [
            capital(counted(count, "fiche diffère", "fiches diffèrent", feminine=True))
            + f"\u00a0: {_DIFFERENCES[kind]}."
            for kind, count in counts.items()
            if count
        ]

    @property
    def _received(self) -> list[str]:
        refused = [f"Paquet refusé\u00a0: {reason}" for reason in self.packages_refused]
        return [package.sentence for package in self.packages] + refused


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count < 2 else many}."
