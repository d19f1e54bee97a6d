"""Which editor asks which question."""

from __future__ import annotations

from consultant_app.domain.questionnaire import Question, QuestionType
from consultant_app.ui.pages.interview.editors.base import Editor
from consultant_app.ui.pages.interview.editors.choices import SeveralEditor, SingleEditor
from consultant_app.ui.pages.interview.editors.series import SeriesEditor
from consultant_app.ui.pages.interview.editors.typed import LineEditor, TextEditor

_EDITORS: dict[QuestionType, type[SingleEditor | SeveralEditor | TextEditor | SeriesEditor]] = {
    QuestionType.SINGLE_CHOICE: SingleEditor,
    QuestionType.MULTIPLE_CHOICE: SeveralEditor,
    QuestionType.RANKED_CHOICE: SeveralEditor,
    QuestionType.TEXT: TextEditor,
    QuestionType.YEARLY_SERIES: SeriesEditor,
}


def editor_for(question: Question) -> Editor:
    """Return a new editor for ``question``."""
    return _EDITORS.get(question.type, LineEditor)(question)
