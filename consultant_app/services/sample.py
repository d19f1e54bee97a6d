"""The sample: a dozen fictitious companies at all stages, made through the ordinary use cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ruamel.yaml import YAML

from consultant_app.assets import resource
from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.clock import Clock
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import ActionItem, Agreement, Extent, Interview, PlanItem
from consultant_app.domain.interview import Signature as Signed
from consultant_app.domain.questionnaire import Questionnaire, importance_id, wish_id
from consultant_app.services.closing import Closing
from consultant_app.services.counting import store
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.records import DEMO
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from consultant_app.storage.outbox import OutboxState

PASSPHRASE = "entreprises fictives pour découvrir"  # noqa: S105 - the sample is no secret
CONSULTANT = "Paul Témoin"
_SIGNS = {"n": Missing.DONT_KNOW, "s": Missing.NOT_APPLICABLE, "r": Missing.REFUSED}
_COLUMNS = ("year", "months", "turnover", "staff", "result", "equity", "cash")
_AGREEMENT_VERSION = "2026-06-01"
_SECONDS_AN_ANSWER = 70.0
Firm = Mapping[str, Any]


def load_sample(workspace: Workspace, *, demo: bool = False, received: bool = True) -> int:
    """Add the sample's companies to an open profile; return how many.

    ``demo``: the profile is for nothing else, and its records may go to a centre of trial.
    ``received``: some records are shown as received; without it, all wait for a real centre.
    """
    if demo:
        workspace.settings.set(DEMO, demo)
    yaml = YAML(typ="safe", pure=True)
    text = resource("samples", "entreprises-fictives.yaml").read_text(encoding="utf-8")
    firms: list[Firm] = yaml.load(text)
    # Oldest first: the list of dossiers then reads as a consultant's own would.
    for firm in sorted(firms, key=lambda firm: -int(firm.get("days_ago", 0))):
        _SampleFirm(workspace, firm, received=received).make()
    return len(firms)


@dataclass(frozen=True, slots=True)
class _DaysAgo:
    """A clock that runs some days late: each visit of the sample was held in its own time."""

    clock: Clock
    days: int

    def now(self) -> datetime:
        return self.clock.now() - timedelta(days=self.days)


@contextmanager
def _as_of(workspace: Workspace, days: int) -> Iterator[None]:
    today = workspace.clock
    workspace.clock = _DaysAgo(today, days)
    try:
        yield
    finally:
        workspace.clock = today


class _SampleFirm:
    """Makes one firm of the sample with its interviews."""

    def __init__(self, workspace: Workspace, firm: Firm, *, received: bool) -> None:
        self._workspace, self._firm, self._received = workspace, firm, received
        self._dossiers, self._closing = Dossiers(workspace), Closing(workspace)

    def make(self) -> None:
        company = self._dossiers.add_company(
            self._firm["company"],
            CompanyFacts(**self._firm["facts"]),
            activity_label=self._firm["activity"],
            commune=self._firm["commune"],
            dirigeant=self._firm["dirigeant"],
            dirigeant_role=self._firm["dirigeant_role"],
        )
        self._dossiers.save_company(replace(company, fictitious=True))
        if self._firm["state"] == "new":
            return
        with _as_of(self._workspace, self._firm["days_ago"]):
            first = self._hold(company.id, self._firm, None)
        if later := self._firm.get("follow_up"):
            with _as_of(self._workspace, later["days_ago"]):
                self._hold(company.id, later, first)

    def _hold(self, company_id: str, told: Firm, previous: Interview | None) -> Interview:
        held_on = self._workspace.clock.now().astimezone().date()
        extent = Extent(told.get("extent", "full"))
        interview = self._dossiers.start(
            company_id,
            extent=extent,
            held_on=held_on,
            follow_up_of=previous.id if previous else None,
        )
        interview = self._answered(interview, told)
        if outcomes := told.get("outcomes"):
            followed = tuple(
                replace(item, outcome=outcomes[i % len(outcomes)])
                for i, item in enumerate(interview.followed)
            )
            self._closing.tell_outcomes(interview.id, followed, interview.followed_actions)
        return self._finished(interview, told, held_on)

    def _answered(self, interview: Interview, told: Firm) -> Interview:
        workspace = self._workspace
        questionnaire = workspace.library.questionnaire(interview.questionnaire_id)
        conditions = replace(
            interview.conditions,
            confidence=told.get("confidence"),
            place=told.get("place", ""),
            started_at=interview.created_at,
        )
        interview = replace(
            interview,
            answers=_answers(questionnaire, told),
            position=told.get("position"),
            conditions=conditions,
            information_shown_at=interview.created_at,
        )
        now = interview.updated_at
        with workspace.db.transaction():
            workspace.answers.put_all(interview.id, interview.answers, now)
            for item_id, answer in interview.answers.items():
                workspace.events.append(
                    interview.id,
                    "answer",
                    now,
                    question_id=item_id,
                    before=Answer(),
                    after=answer,
                    seconds=_SECONDS_AN_ANSWER,
                )
            store(workspace, interview, now)
        return interview

    def _finished(self, interview: Interview, told: Firm, held_on: date) -> Interview:
        if told["state"] != "closed":
            return interview
        diagnosis = diagnosis_of(self._workspace, interview)
        self._closing.decide_plan(interview.id, _decided(diagnosis.plan, told.get("plan", {})))
        kept = tuple(ActionItem(p.action_id) for p in diagnosis.parcours)
        self._closing.decide_actions(interview.id, kept)
        signer = self._firm["dirigeant"]
        agreement = Agreement(
            given=told["agreed"], on=held_on, text_version=_AGREEMENT_VERSION, by=signer
        )
        self._closing.agree(interview.id, agreement, code=told.get("code", False))
        closed = self._closing.close(
            interview.id, (Signed(signer, held_on), Signed(CONSULTANT, held_on))
        )
        self._handed_over(closed, told)
        return closed

    def _handed_over(self, interview: Interview, told: Firm) -> None:
        """Play what comes after closing: the paper given, the record received."""
        if told.get("handed_over"):
            Results(self._workspace).printed(interview.id)
        if self._received and told.get("received") and interview.record_id:
            now = self._workspace.clock.now()
            for entry in self._workspace.outbox.of_record(interview.record_id):
                self._workspace.outbox.settle(entry.seq, OutboxState.ACKNOWLEDGED, now)


def _decided(plan: tuple[PlanItem, ...], told: Firm) -> tuple[PlanItem, ...]:
    who, when = told.get("who", []), told.get("when", [])
    return tuple(
        replace(
            item,
            who=who[i] if i < len(who) else "",
            when=when[i] if i < len(when) else "",
        )
        for i, item in enumerate(plan)
    )


def _answers(questionnaire: Questionnaire, told: Firm) -> dict[str, Answer]:
    answers = {name: Answer(value=value) for name, value in told.get("profile", {}).items()}
    for theme_id, (importance, wish) in told.get("themes", {}).items():
        answers[importance_id(theme_id)] = Answer(value=importance)
        answers[wish_id(theme_id)] = Answer(value=wish)
    for theme_id, signs in told.get("levels", {}).items():
        for practice, sign in zip(questionnaire.theme(theme_id).practices, signs, strict=True):
            if sign != ".":
                answers[practice.id] = _sign(sign, practice.id in told.get("seen", ()))
    answers |= {name: Answer(value=value) for name, value in told.get("growth", {}).items()}
    if years := told.get("years"):
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in years]
        answers["exercices"] = Answer(value=rows)
    for item_id in told.get("flagged", ()):
        answers[item_id] = replace(answers.get(item_id, Answer()), flagged=True)
    for item_id, note in told.get("notes", {}).items():
        answers[item_id] = replace(answers.get(item_id, Answer()), note=note)
    return answers


def _sign(sign: str, seen: bool) -> Answer:
    if sign in _SIGNS:
        return Answer(missing=_SIGNS[sign])
    return Answer(value=int(sign), evidence=Evidence.SEEN if seen else Evidence.DECLARED)
