"""What the dirigeant said matters, against what was found."""

from __future__ import annotations

from consultant_app.domain.questionnaire import Question, Questionnaire, Theme
from consultant_app.domain.typography import uncapital
from consultant_app.restitution import words
from consultant_app.restitution.chart_matrix import MatrixBand, MatrixTheme, matrix
from consultant_app.restitution.model import Fact, Matters
from consultant_app.restitution.phrases import paragraph, text
from consultant_app.restitution.reading import IMPORTANT, Reading, ThemeState
from consultant_app.restitution.section_front import MATTERS


def matters(reading: Reading) -> Matters | None:
    """The page, or None where the dirigeant was not asked what matters."""
    if not reading.diagnosis.importance:
        return None
    return Matters(
        anchor=MATTERS,
        title="Ce qui compte pour vous",
        lede=paragraph(
            "Vous avez dit combien chaque thème compte, avant d’en voir les questions. "
            "Voici où chacun en est."
        ),
        matrix=matrix(reading.columns, bands(reading), reading.middle),
        said_title="Ce que vous nous avez dit",
        quote=quote(reading, reading.quoted[0]) if reading.quoted else "",
        said=said(reading),
    )


def bands(reading: Reading) -> list[MatrixBand]:
    """One band per importance that was stated, highest first; unstated themes last."""
    found = []
    for importance, (word, _, _) in words.BANDS.items():
        themes = [t for t in reading.themes if reading.diagnosis.importance.get(t.id) == importance]
        if not themes:
            continue
        ordered = sorted(themes, key=lambda t: _order(reading, t))
        found.append(
            MatrixBand(
                word=word,
                sentence=words.band_sentence(reading, importance, ordered),
                themes=tuple(_theme(reading, t) for t in ordered),
                important=importance is not None and importance >= IMPORTANT,
            )
        )
    return found


def _order(reading: Reading, theme: Theme) -> float:
    bound = reading.bound(theme)
    return reading.scale.max + 1 if bound is None else bound


def _theme(reading: Reading, theme: Theme) -> MatrixTheme:
    bound = reading.bound(theme)
    return MatrixTheme(
        number=str(reading.diagnosis.questionnaire.theme_number(theme.id)),
        title=reading.chart_title(theme),
        bound=bound,
        wished=reading.diagnosis.wished.get(theme.id, False),
        reason="" if bound is not None else _reason(reading.state(theme)),
    )


def _reason(state: ThemeState) -> str:
    return "à vérifier" if state is ThemeState.TOO_FEW else state.value


def quote(reading: Reading, practice_id: str) -> str:
    """A note chosen to be printed, between guillemets; "" where there is none."""
    note = " ".join(reading.answer(practice_id).note.split()).strip('«»"“” \u00a0\u202f')
    return paragraph(f"« {note} »") if note else ""


def said(reading: Reading) -> tuple[Fact, ...]:
    """Ambition, brakes and levers, as chosen in the closed lists."""
    block = reading.diagnosis.questionnaire.growth
    if block is None:
        return ()
    rows = (
        ("Votre ambition", block.attitude),
        ("Vos freins", block.brakes),
        ("Vos leviers", block.levers),
    )
    facts = ((label, chosen(reading, question_id)) for label, question_id in rows if question_id)
    return tuple(Fact(label, text(_ranked(labels))) for label, labels in facts if labels)


def _ranked(labels: list[str]) -> str:
    comma = any("," in label for label in labels)
    return (" ; puis " if comma else ", puis ").join(labels)


def chosen(reading: Reading, question_id: str) -> list[str]:
    """The labels of the choices made, small first letter, in the order given."""
    question = _question(reading.diagnosis.questionnaire, question_id)
    value = reading.diagnosis.interview.answer(question_id).value
    if question is None or value is None or question_id not in reading.diagnosis.asked:
        return []
    codes = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    labels = {choice.code: uncapital(choice.label) for choice in question.choices}
    return [labels[code] for code in codes if code in labels]


def _question(questionnaire: Questionnaire, question_id: str) -> Question | None:
    item = questionnaire.items.get(question_id)
    return item.question if item else None
