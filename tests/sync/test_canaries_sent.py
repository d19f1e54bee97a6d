"""Dossiers full of secrets are sent: not one secret in the bytes, the centre's database, its log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant_app.services.results import Results
from consultant_app.services.sending import Sending
from sync.server.logs import JsonLines
from tests.stories.confiding import CANARY, confide
from tests.sync.centre import Centre, Cluster
from tests.sync.faulty_network import Fault, FaultyNetwork, Steady
from tests.sync.laptops import impatient
from tests.working import install, open_workspace

#: What the dossiers also hold, and what must not leave either: NAF code, exact day, consultant.
OTHERS = ("43.32", "2026-09-14", "Camille Fictive", "Canari")


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What the service would write to its log, library lines included."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def send_secrets(postgres: Cluster, folder: Path, journal: io.StringIO, dossiers: int) -> None:
    workspace = open_workspace(folder)
    install(workspace, "stories/everything")
    made = [confide(workspace, number) for number in range(dossiers)]
    shown = [Results(workspace).sent_bytes(interview_id) for interview_id in made]
    with (
        Centre(postgres.new()) as centre,
        FaultyNetwork(Steady(centre.url)) as network,
    ):
        sending = Sending(workspace, patience=impatient)
        sending.enrol(network.url, centre.code("Poste 7"))
        network.plan.extend([Fault("none"), Fault("lose_reply"), Fault("corrupt_request")])
        report = sending.sync()
        assert (report.trouble, report.stored + report.already) == ("", dossiers)
        sent, stored = bytes(network.sent), centre.everything()
        answered = centre.rows("SELECT count(*) FROM ingestion.records")[0][0]
    workspace.close()
    assert answered == dossiers
    told = journal.getvalue()
    assert '"event": "request"' in told
    for secret in (CANARY, CANARY.lower(), *OTHERS):
        assert secret.encode() not in sent
        assert secret not in told
    # The day of arrival at the centre is its own; it is no secret of the dossier.
    for secret in (CANARY, "Canari", "43.32", "Camille Fictive"):
        assert secret not in stored
    lines = set(sent.split(b"\n"))
    bodies = [body for body in shown if any(body in line for line in lines)]
    assert len(bodies) == dossiers, "what was shown is what was sent, byte for byte"


def test_two_hundred_dossiers_full_of_secrets_leave_none(
    postgres: Cluster, tmp_path: Path, journal: io.StringIO
) -> None:
    send_secrets(postgres, tmp_path / "profil", journal, 200)


@pytest.mark.prove
def test_two_thousand_dossiers_full_of_secrets_leave_none(
    postgres: Cluster, tmp_path: Path, journal: io.StringIO
) -> None:
    send_secrets(postgres, tmp_path / "profil", journal, 2000)
