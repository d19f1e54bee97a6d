"""The group a firm is compared with, and why there may be none."""

from __future__ import annotations

import pytest

from consultant_app.domain.company import CompanyFacts, SizeClass
from consultant_app.domain.references import (
    NoPeers,
    PeerGroup,
    Quartiles,
    ReferenceGroup,
    References,
    peers_for,
)


def group(
    activity: str | None, size: SizeClass | None, *, quartiles: bool = True
) -> ReferenceGroup:
    spread = Quartiles(n=25, q1=1.2, median=2.0, q3=2.6) if quartiles else Quartiles(n=10, median=2)
    return ReferenceGroup(activity=activity, size=size, n=25, themes={"a": spread})


def references(*groups: ReferenceGroup) -> References:
    return References(
        id="references-essai",
        version=1,
        questionnaire="essai",
        campaign="2026",
        groups=groups,
    )


def chosen(
    known: References | None,
    activity: str | None = "FZ",
    staff: int | None = 4,
    questionnaire_id: str = "essai",
) -> PeerGroup | NoPeers:
    facts = CompanyFacts(activity=activity, staff=staff)
    return peers_for(known, facts, questionnaire_id=questionnaire_id)


EVERY = references(group(None, None), group(None, "1-9"), group("FZ", "1-9"), group("FZ", "50-249"))


@pytest.mark.parametrize(
    ("activity", "staff", "expected"),
    [
        ("FZ", 9, ("FZ", "1-9")),
        ("JZ", 9, (None, "1-9")),
        (None, 1, (None, "1-9")),
        ("FZ", 10, (None, None)),
        ("FZ", None, (None, None)),
        (None, None, (None, None)),
    ],
)
def test_the_finest_published_group_is_taken(
    activity: str | None, staff: int | None, expected: tuple[str | None, str | None]
) -> None:
    found = chosen(EVERY, activity, staff)
    assert isinstance(found, PeerGroup)
    assert (found.activity, found.size) == expected
    assert (found.campaign, found.n, found.themes["a"].median) == ("2026", 25, 2.0)


def test_a_group_too_small_for_quartiles_gives_way_to_a_wider_one() -> None:
    found = chosen(references(group("FZ", "1-9", quartiles=False), group(None, "1-9")))
    assert isinstance(found, PeerGroup)
    assert found.activity is None


def test_without_reference_values_there_is_a_reason() -> None:
    assert chosen(None) is NoPeers.NOT_INSTALLED


def test_another_questionnaire_s_values_compare_nothing() -> None:
    assert chosen(EVERY, questionnaire_id="wms") is NoPeers.OTHER_QUESTIONNAIRE


def test_when_every_group_is_too_small_it_is_said() -> None:
    assert chosen(references(group(None, None, quartiles=False))) is NoPeers.TOO_FEW
    assert chosen(references(group("JZ", "250+"))) is NoPeers.TOO_FEW
