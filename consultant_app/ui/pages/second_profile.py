"""The profile as the dirigeant sees it during the interview: marks only.

The paper's drawing, without what is not decided yet (numbered priorities, points of vigilance).
"""

from __future__ import annotations

from consultant_app.domain.answers import Missing
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.questionnaire import Theme
from consultant_app.restitution.charts import Columns, ProfileMark, ProfileRow, profile
from consultant_app.restitution.drawing import Chart

_UNKNOWN = (Missing.DONT_KNOW, Missing.REFUSED)


def profile_chart(diagnosis: Diagnosis) -> Chart:
    """Draw the profile of an interview as it stands."""
    questionnaire = diagnosis.questionnaire
    rows = [_row(diagnosis, theme) for theme in questionnaire.themes]
    return profile(Columns.of(questionnaire.scale), rows)


def _row(diagnosis: Diagnosis, theme: Theme) -> ProfileRow:
    score = diagnosis.scores.themes.get(theme.id)
    shown = score is not None and score.is_shown
    return ProfileRow(
        number=str(diagnosis.questionnaire.theme_number(theme.id)),
        title=theme.title,
        bound=score.lower_bound if score is not None and shown else None,
        marks=tuple(_marks(diagnosis, theme)),
        remark="",
        anchor="",
        words=theme.title,
    )


def _marks(diagnosis: Diagnosis, theme: Theme) -> list[ProfileMark]:
    marks = []
    for practice in theme.practices:
        answer = diagnosis.interview.answer(practice.id)
        if practice.id not in diagnosis.asked:
            continue
        if answer.level is not None:
            marks.append(ProfileMark("dot", answer.level))
        elif answer.missing in _UNKNOWN:
            marks.append(ProfileMark("verify", None))
    return marks
