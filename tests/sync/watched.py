"""What a consultant and a dirigeant may count on, noted at each act and looked at after each."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from hypothesis.stateful import RuleBasedStateMachine, invariant

from consultant_app.domain.interview import Interview, State
from consultant_app.services.closing import Closing
from consultant_app.sharing.push import Place
from tests.sync.deeds import Deed
from tests.sync.laptops import Laptop
from tests.sync.world import Seen, There, World, content_of


@dataclass(frozen=True)
class Backup:
    """A backup's file, and what was there and withdrawn when it was made."""

    file: Path
    dossiers: tuple[str, ...]
    withdrawn: frozenset[str]


class Watched(RuleBasedStateMachine):
    """A laptop with its memory of what was promised; `machine` says what happens to it.

    ``withdrawn``: records that were taken back here. ``refused``: dossiers whose dirigeant's last
    word is no; ``wanted``: those who said yes again, after a no that this laptop knew of.
    """

    world: World

    def open_profile(self) -> None:
        """Give the laptop a place at the centre, through the bad network."""
        self.world.examples += 1
        self.folder = Path(mkdtemp(prefix="machine-"))
        self.laptop = Laptop.copied(self.world.template, self.folder / "profil")
        self.world.living_address()
        self.place = self.world.centre.place()
        self.other = self.world.centre.place("Poste d’un collègue")
        through = Place(
            self.world.network.url, self.place.device_id, self.place.label, self.place.token
        )
        self.laptop.join(through)
        self.dossiers: list[str] = []
        self.withdrawn: set[str] = set()
        self.refused: set[str] = set()
        self.wanted: set[str] = set()
        self.backups: list[Backup] = []
        self.seen = Seen()

    def teardown(self) -> None:
        if not hasattr(self, "seen"):
            return
        try:
            self.calm_down()
            self.everything_is_in_its_place()
        finally:
            self.world.network.plan.clear()
            self.world.network.late.clear()
            self.laptop.workspace.close()
            shutil.rmtree(self.folder)

    # --- what was promised

    def note_intent(self, deed: Deed) -> None:
        """Note, before it is done, what a new agreement could know of."""
        if deed.kind == "agree again" and not self.is_withdrawn_unknown_here(deed.interview_id):
            self.wanted.add(deed.interview_id)
        elif deed.kind != "correct":
            self.wanted.discard(deed.interview_id)

    def note(self, deed: Deed) -> None:
        """Note what was done, to its end."""
        self.note_dossiers(deed)
        if deed.kind in ("withdraw", "change mind"):
            self.note_refusal(deed.interview_id)
        elif deed.kind in ("agree again", "delete"):
            self.refused.discard(deed.interview_id)

    def note_half(self, deed: Deed) -> None:
        """Note what was done before the laptop was killed, by what is there."""
        self.note_dossiers(deed)
        self.wanted.discard(deed.interview_id)
        if deed.interview_id in self.dossiers:
            said = agreement_of(self.laptop.interview(deed.interview_id))
            if said is False and deed.kind in ("withdraw", "change mind"):
                self.note_refusal(deed.interview_id)
            elif said and deed.kind == "agree again":
                self.refused.discard(deed.interview_id)

    def note_refusal(self, interview_id: str) -> None:
        """The dirigeant said no: what left is taken back, at the latest when the dossier is closed."""
        interview = self.laptop.interview(interview_id)
        if interview.record_id is None:
            return  # nothing could be withdrawn: the consultant was told so
        self.wanted.discard(interview_id)
        self.refused.add(interview_id)
        if interview.state is State.CLOSED and agreement_of(interview) is False:
            self.note_withdrawn(interview)

    def note_withdrawn(self, interview: Interview) -> None:
        if interview.record_id is not None:
            self.withdrawn.add(interview.record_id)

    def note_dossiers(self, deed: Deed) -> None:
        """Note which dossiers there are now, and what was shown of those that the act concerns."""
        before, self.dossiers = self.dossiers, self.laptop.workspace.interviews.ids()
        for interview_id in self.dossiers:
            if interview_id == deed.interview_id or interview_id not in before:
                self.note_shown(interview_id)

    def note_shown(self, interview_id: str) -> None:
        """What is closed and agreed to was shown to the dirigeant."""
        interview = self.laptop.interview(interview_id)
        closed = interview.state is State.CLOSED
        if closed and interview.record_id is not None and agreement_of(interview):
            self.seen.show(interview.record_id, self.laptop.previewed(interview_id))

    def is_withdrawn_unknown_here(self, interview_id: str) -> bool:
        """Whether a no was said elsewhere, or before a backup was put back: it wins."""
        interview = self.laptop.interview(interview_id)
        record_id, code = interview.record_id, interview.follow_up_code
        if record_id is None or record_id in self.laptop.workspace.outbox.buried():
            return False
        dead = code is not None and sha256(code.encode()).digest() in self.seen.dead_codes
        return dead or record_id in self.seen.retracted

    def is_refused_for_good(self, interview_id: str) -> bool:
        """Whether a no is still known, here or there, once a backup was put back."""
        here = agreement_of(self.laptop.interview(interview_id)) is False
        return here or self.is_withdrawn_unknown_here(interview_id)

    # --- what must hold, whatever happened

    @invariant()
    def nothing_comes_back_nor_changes(self) -> None:
        if hasattr(self, "seen"):
            self.seen.hold_against(self.at_the_centre())

    def at_the_centre(self) -> There:
        return self.world.look(self.place.device_id, list(self.seen.shown))

    def nothing_saved_is_gone(self, deed: Deed, before: Mapping[str, Interview]) -> None:
        """What was there before the laptop was killed still is, apart from what was being done."""
        there = set(self.laptop.workspace.interviews.ids())
        for interview_id, interview in before.items():
            if interview_id != deed.interview_id:
                assert interview_id in there, "a dossier is gone"
                untouched = deed.kind != "exchange"
                assert not untouched or self.laptop.interview(interview_id) == interview
            elif deed.kind != "delete":
                assert interview_id in there, "a dossier is gone"

    def calm_down(self) -> None:
        """The network is well again; everybody has time, and ends what was begun."""
        self.world.network.plan.clear()
        self.world.living_address()
        self.world.network.deliver_late()
        for interview_id in self.dossiers:
            interview = self.laptop.interview(interview_id)
            if interview.state is State.DRAFT:
                closed = Closing(self.laptop.workspace).close(interview_id)
                if agreement_of(closed) is False:
                    self.note_withdrawn(closed)
            self.note_shown(interview_id)
        for _ in range(6):
            report = self.laptop.sending.sync()
            if not report.trouble and not self.laptop.workspace.outbox.waiting():
                break
        assert not report.trouble, report.trouble
        assert not self.laptop.workspace.outbox.waiting(), "rows wait for ever"
        self.nothing_comes_back_nor_changes()

    def everything_is_in_its_place(self) -> None:
        """Each agreed record is there once, as it was last shown; each withdrawn one is not."""
        stored = self.at_the_centre().stored
        assert not self.withdrawn & stored.keys(), "a withdrawn record is still there"
        for interview_id in self.dossiers:
            interview = self.laptop.interview(interview_id)
            agreed = bool(agreement_of(interview))
            assert agreed or interview_id not in self.wanted, "a new agreement was turned off"
            assert not (agreed and interview_id in self.refused), "a refusal was forgotten"
            rows = self.laptop.workspace.outbox.all()
            mine = {row.record_id for row in rows if row.interview_id == interview_id}
            wanted = {interview.record_id} if agreed and interview.record_id else set()
            assert mine & stored.keys() == wanted, "not the one record that was agreed to"
            if interview.record_id is not None and agreed:
                self.is_the_last_one(interview, interview.record_id)

    def is_the_last_one(self, interview: Interview, record_id: str) -> None:
        """The centre has what was last shown, unless a backup here has forgotten that."""
        there = self.at_the_centre().stored[record_id]
        if self.laptop.workspace.outbox.highest_revision(record_id) >= there.revision:
            shown = content_of(self.laptop.previewed(interview.id))
            assert there.content == shown, "an old one was kept"


def agreement_of(interview: Interview) -> bool | None:
    """What the dirigeant said last, None before anything was said."""
    return None if interview.agreement is None else interview.agreement.given
