"""What the result page reads, at once, in the database thread."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.interview import ActionItem, Interview, PlanItem
from consultant_app.domain.typography import enumerate_words, french
from consultant_app.restitution.model import Essential, Rich
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from consultant_app.ui.pages.result.board import Line
from consultant_app.ui.pages.result.row import RowText


@dataclass(frozen=True, slots=True)
class Seen:
    """An interview's result: the paper's first page, and what it was read from."""

    diagnosis: Diagnosis
    company: str
    dirigeant: str
    essential: Essential
    catalogue: Catalogue | None

    @property
    def interview(self) -> Interview:
        """The interview itself."""
        return self.diagnosis.interview

    def plan_line(self, item: PlanItem, number: int) -> Line:
        """A priority as the board shows it."""
        practice = self.diagnosis.questionnaire.practices[item.practice_id]
        wording = self.diagnosis.wordings[item.practice_id]
        step = french(wording.first_step)
        text = RowText(item.practice_id, str(number), french(practice.title), step, item.comment)
        return Line(text, item.kept, (("who", "Qui", item.who), ("when", "Quand", item.when)))

    def action_line(self, item: ActionItem, letter: str) -> Line:
        """An action as the board shows it, with its « parce que »."""
        actions = {a.id: a for a in self.catalogue.actions} if self.catalogue else {}
        action = actions.get(item.action_id)
        title = action.title if action else item.action_id
        text = RowText(
            item.action_id, letter, french(title), self._because(item.action_id), item.comment
        )
        return Line(text, item.kept)

    def _because(self, action_id: str) -> str:
        proposal = next((p for p in self.diagnosis.parcours if p.action_id == action_id), None)
        if proposal is None:
            return ""
        practices = self.diagnosis.questionnaire.practices
        names = [practices[i].title for i in proposal.practice_ids]
        return french(f"Parce que vous avez retenu : {enumerate_words(names)}")


def read(workspace: Workspace, interview_id: str) -> Seen:
    """Read an interview's result as it stands."""
    results = Results(workspace)
    diagnosis = results.diagnosis(interview_id)
    company = Dossiers(workspace).company(diagnosis.interview.company_id)
    paper = results.restitution(interview_id, edition="short")
    essential = next(s for s in paper.sections if isinstance(s, Essential))
    catalogue = workspace.library.catalogue(diagnosis.questionnaire.id)
    return Seen(diagnosis, company.name, company.dirigeant, essential, catalogue)


def plain(rich: Rich) -> str:
    """Rich text as one line of plain text."""
    return "".join(run.mark.alt if run.mark else run.text for run in rich)
