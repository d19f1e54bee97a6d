"""Reference values published by the centre, and the group a firm is compared with.

The centre publishes, per campaign, the median and quartiles of each theme for a few groups of
firms. The finest group that says enough is taken: same activity and size, else same size, else
all firms. Nothing is ever compared with a group that the centre did not publish.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from consultant_app.domain.company import CompanyFacts, SizeClass
from consultant_app.domain.questionnaire import Id, Model, Text


class Quartiles(Model):
    """Spread of a theme's lower bounds in a group, in the scale's units.

    ``n``: firms behind the figures, as published (rounded). Quartiles are published from 20 firms
    on; below, only the median is there.
    """

    n: int = Field(ge=0)
    median: float
    q1: float | None = None
    q3: float | None = None


class ReferenceGroup(Model):
    """One published group; no activity (A10 code) or no size means all of them."""

    activity: str | None = None
    size: SizeClass | None = None
    n: int = Field(ge=0)
    themes: dict[Id, Quartiles]

    @property
    def has_quartiles(self) -> bool:
        """Whether at least one theme says its median and both quartiles."""
        return any(t.q1 is not None and t.q3 is not None for t in self.themes.values())


class References(Model):
    """The reference values of one campaign (« 2026 ») for one questionnaire."""

    id: Text
    version: int = Field(ge=1)
    questionnaire: Text
    campaign: Text
    groups: tuple[ReferenceGroup, ...]


class NoPeers(StrEnum):
    """Why a firm is compared with nobody; the restitution says it in a sentence."""

    NOT_INSTALLED = "not_installed"
    OTHER_QUESTIONNAIRE = "other_questionnaire"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The firms compared with: what they share, how many they are, and their themes.

    ``activity`` and ``size`` are None where the group holds all of them.
    """

    campaign: str
    activity: str | None
    size: SizeClass | None
    n: int
    themes: Mapping[str, Quartiles]


def peers_for(
    references: References | None, facts: CompanyFacts, *, questionnaire_id: str
) -> PeerGroup | NoPeers:
    """Choose the group a firm is compared with, or say why there is none.

    Where the firm's activity (A10 group) or size class is unknown, only wider groups fit.
    """
    if references is None:
        return NoPeers.NOT_INSTALLED
    if references.questionnaire != questionnaire_id:
        return NoPeers.OTHER_QUESTIONNAIRE
    published = {(g.activity, g.size): g for g in references.groups if g.has_quartiles}
    for key in _from_finest(facts.activity, facts.size_class):
        if group := published.get(key):
            return PeerGroup(
                references.campaign, group.activity, group.size, group.n, dict(group.themes)
            )
    return NoPeers.TOO_FEW


def _from_finest(
    activity: str | None, size: SizeClass | None
) -> Iterator[tuple[str | None, SizeClass | None]]:
    if size is not None:
        if activity is not None:
            yield activity, size
        yield None, size
    yield None, None
