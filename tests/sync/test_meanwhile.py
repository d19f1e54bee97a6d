"""Two things at once: the network's thread learns something while the consultant does something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from consultant_app import bootstrap
from consultant_app.domain.interview import PlanItem
from consultant_app.services.closing import Closing
from tests.storing import CHEAP, PASSPHRASE
from tests.sync.centre import Centre
from tests.sync.laptops import Laptop
from tests.sync.machine import meanwhile

Act = Callable[[Closing, str], object]


def close(closing: Closing, interview_id: str) -> object:
    return closing.close(interview_id)


def decide(closing: Closing, interview_id: str) -> object:
    return closing.decide_plan(interview_id, (PlanItem("a1"),))


@pytest.fixture
def forgetful(centre: Centre, laptop: Laptop, tmp_path: Path) -> tuple[Laptop, str]:
    """A laptop whose restored backup has forgotten a withdrawal, with the dossier open again."""
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold(1)
    laptop.sync()
    laptop.workspace.backups.write(tmp_path / "sauvegarde")
    laptop.sending.withdraw(interview_id)
    laptop.sync()
    laptop.workspace.close()
    bootstrap.restore(laptop.folder, tmp_path / "sauvegarde", PASSPHRASE, cost=CHEAP)
    laptop.open()
    Closing(laptop.workspace).reopen(interview_id, "une erreur de saisie")
    return laptop, interview_id


@pytest.mark.parametrize("act", [close, decide])
def test_a_withdrawal_learnt_during_an_act_is_not_undone_by_it(
    centre: Centre, forgetful: tuple[Laptop, str], act: Act
) -> None:
    laptop, interview_id = forgetful
    with meanwhile(0, laptop.sync):
        act(Closing(laptop.workspace), interview_id)
    laptop.sync()
    agreement = laptop.interview(interview_id).agreement
    assert agreement is not None
    assert not agreement.given
    assert centre.count("ingestion.records") == 0


def test_a_withdrawal_learnt_during_a_reopening_is_not_undone_by_it(
    centre: Centre, forgetful: tuple[Laptop, str]
) -> None:
    laptop, interview_id = forgetful
    closing = Closing(laptop.workspace)
    closing.close(interview_id)
    with meanwhile(0, laptop.sync):
        closing.reopen(interview_id, "une autre erreur")
    closing.close(interview_id)
    laptop.sync()
    assert centre.count("ingestion.records") == 0
