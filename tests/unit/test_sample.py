"""The sample is what a newcomer sees first: whole, varied, and plainly fictitious."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant_app import bootstrap
from consultant_app.domain.interview import Extent, Occasion, State
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.results import Results
from consultant_app.services.sample import load_sample
from consultant_app.services.workspace import Workspace
from tests.storing import CHEAP


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("sample")
    workspace, _ = bootstrap.create_profile(folder, "phrase", "Paul Témoin", cost=CHEAP)
    load_sample(workspace, demo=True)
    yield workspace
    workspace.close()


def test_a_dozen_companies_stand_at_all_stages(sample: Workspace) -> None:
    rows = Dossiers(sample).rows()
    assert len(rows) == 12
    assert {row.state for row in rows} == {None, State.DRAFT, State.CLOSED}
    assert {row.occasion for row in rows} == {Occasion.FIRST, Occasion.FOLLOW_UP}
    assert {row.agreed for row in rows if row.state is State.CLOSED} == {True, False}
    assert any(row.flagged for row in rows)
    assert all(sample.companies.get(row.company_id).fictitious for row in rows)
    days = {row.updated_at.date() for row in rows if row.updated_at}
    assert len(days) >= 8


def test_only_agreed_interviews_wait_to_leave(sample: Workspace) -> None:
    agreed = {row.interview_id for row in Dossiers(sample).interviews() if row.agreed}
    assert {entry.interview_id for entry in sample.outbox.all()} == agreed
    assert len(agreed) >= 4
    assert 0 < len(sample.outbox.waiting()) < len(agreed)


def test_every_interview_of_the_sample_can_be_read_and_printed(sample: Workspace) -> None:
    results = Results(sample)
    extents = set()
    for row in Dossiers(sample).interviews():
        assert row.interview_id
        extents.add(sample.interviews.get(row.interview_id).extent)
        diagnosis = results.diagnosis(row.interview_id)
        assert len(diagnosis.plan) <= 8
        assert "</html>" in results.html(row.interview_id)
    assert extents == {Extent.FULL, Extent.SHORT}


def test_in_a_real_profile_nothing_fictitious_ever_waits_to_leave(tmp_path: Path) -> None:
    workspace, _ = bootstrap.create_profile(tmp_path, "phrase", "Paul Témoin", cost=CHEAP)
    load_sample(workspace)
    assert not workspace.outbox.all()
    workspace.close()
