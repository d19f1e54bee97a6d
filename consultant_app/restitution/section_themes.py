"""The themes: for each practice the step reached and the next one, in words."""

from __future__ import annotations

import re

from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.interview import Extent
from consultant_app.domain.questionnaire import Practice, Theme, Wording
from consultant_app.domain.typography import count, sentence, uncapital
from consultant_app.restitution import words
from consultant_app.restitution.chart_ladder import Bar, step_glyph, theme_strip
from consultant_app.restitution.model import Fact, PracticeRow, ThemePage
from consultant_app.restitution.phrases import paragraph, sentence_of, text
from consultant_app.restitution.reading import UNKNOWN, Reading
from consultant_app.restitution.section_front import theme_anchor
from consultant_app.restitution.section_matters import quote

_EVIDENCE = {Evidence.SEEN: "constaté", Evidence.DECLARED: "déclaré", None: ""}
_ASK = re.compile(r"^(Demandez [^«:]*?)[ \u00a0\u202f]*:[ \u00a0]*(«.*)$")


def theme_page(reading: Reading, theme: Theme) -> ThemePage:
    """A theme's page; one without practices to show has no rows."""
    index = reading.themes.index(theme)
    rows = tuple(_row(reading, theme, practice) for practice in reading.asked(theme))
    if reading.score(theme).asked == 0:
        rows = ()
    return ThemePage(
        anchor=theme_anchor(theme),
        theme_id=theme.id,
        number=str(index + 1),
        title=text(theme.title),
        strip_caption=text(f"ce thème parmi les {count(len(reading.themes))}"),
        strip=theme_strip([_bar(reading, t) for t in reading.themes], index),
        lede=paragraph(words.theme_lede(reading, theme)),
        columns=("La marche atteinte", "Aujourd’hui", "La marche suivante"),
        rows=rows,
        notes=_notes(reading, theme) if rows else (),
    )


def _bar(reading: Reading, theme: Theme) -> Bar:
    bound = reading.bound(theme)
    number = str(reading.diagnosis.questionnaire.theme_number(theme.id))
    return Bar(number, theme.title, None if bound is None else bound - reading.scale.min)


def _row(reading: Reading, theme: Theme, practice: Practice) -> PracticeRow:
    answer, wording = reading.answer(practice.id), reading.wording(practice.id)
    number = reading.diagnosis.questionnaire.theme_number(theme.id)
    level, today, lead, following = _texts(reading, answer, wording)
    glyph = None
    if answer.level is not None or answer.missing in UNKNOWN:
        glyph = step_glyph(reading.scale, answer.level, level)
    return PracticeRow(
        practice_id=practice.id,
        code=f"{number}.{theme.practices.index(practice) + 1}",
        title=text(practice.title),
        marks=reading.marks(practice.id),
        glyph=glyph,
        level=text(level),
        evidence=_EVIDENCE[answer.evidence] if answer.level is not None else "",
        today=sentence_of(today),
        next_lead=text(lead),
        next=sentence_of(following),
        quote=quote(reading, practice.id) if _is_quoted(reading, practice.id) else "",
    )


def _is_quoted(reading: Reading, practice_id: str) -> bool:
    """Chosen, and not already standing large on « Ce qui compte pour vous »."""
    first = 1 if reading.diagnosis.importance else 0
    return practice_id in reading.quoted[first:]


def _texts(reading: Reading, answer: Answer, wording: Wording) -> tuple[str, str, str, str]:
    """The level in words, what is done today, the words that lead in, and the next step."""
    if answer.level is not None:
        today, following = around(wording, answer.level)
        if answer.level >= reading.scale.max or not following:
            following = wording.keep
        return reading.level_name(answer.level), today, "", following
    if answer.missing is Missing.DONT_KNOW:
        lead, following = asking(wording.verify)
        return "à vérifier", "Vous n’aviez pas la réponse ce jour-là.", lead, following
    if answer.missing is Missing.REFUSED:
        return (
            "sans réponse",
            "Vous n’avez pas souhaité répondre, et c’est votre droit.",
            "",
            "La question reste ouverte, si vous voulez y revenir.",
        )
    if answer.missing is Missing.NOT_APPLICABLE:
        return "sans objet", "Ce point ne concerne pas votre entreprise.", "", ""
    return "sans réponse", "Ce point n’a pas encore été abordé.", "", ""


def around(wording: Wording, level: float) -> tuple[str, str]:
    """The fact described at ``level`` and the next one above ("" at the top)."""
    below = [value for value in wording.levels if value <= level]
    above = [value for value in wording.levels if value > level]
    today = wording.levels[max(below) if below else min(wording.levels)]
    return today, wording.levels[min(above)] if above else ""


def asking(verify: str) -> tuple[str, str]:
    """Cut « Demandez à X : « … ? » » into its lead-in and the question to ask."""
    found = _ASK.match(verify)
    if not found:
        return "", verify
    return f"{found.group(1)} :", found.group(2)


def _notes(reading: Reading, theme: Theme) -> tuple[Fact, ...]:
    notes = [
        Fact("Pourquoi ce thème", sentence_of(theme.why)),
        Fact("Par où commencer", paragraph(_start(reading, theme))),
    ]
    shown, total = len(reading.asked(theme)), len(theme.practices)
    if reading.diagnosis.interview.extent is Extent.SHORT and shown < total:
        said = f"L’entretien court n’a retenu que {count(shown)} des {count(total)} pratiques."
        notes.append(Fact("À compléter", paragraph(said)))
    return tuple(notes)


def _start(reading: Reading, theme: Theme) -> str:
    """Where to begin: the first priority here, else vigilance, what is unknown, the lowest."""
    here = [practice.id for practice in reading.asked(theme)]
    kept = sorted((p for p in here if p in reading.numbers), key=lambda p: reading.numbers[p])
    watched = [p for p in here if p in reading.vigilance]
    placed = {p: level for p in here if (level := reading.answer(p).level) is not None}
    unknown = [p for p in here if reading.answer(p).missing is Missing.DONT_KNOW]
    for chosen in (kept, watched):
        if chosen and chosen[0] in placed:
            wording = reading.wording(chosen[0])
            return f"{sentence(wording.priority)} {sentence(wording.first_step)}"
    if unknown and len(placed) < 2 * len(unknown):
        return reading.wording(unknown[0]).verify
    if not placed:
        return "Rien à faire ici tant que les réponses manquent."
    lowest = min(placed, key=lambda p: placed[p])
    wording = reading.wording(lowest)
    if placed[lowest] >= reading.scale.max:
        return f"Rien ne presse ici. {sentence(wording.keep)}"
    step = sentence(wording.first_step)
    if ":" in step:
        return f"Rien ne presse ici. Un premier pas, si vous voulez avancer. {step}"
    return f"Rien ne presse ici. Si vous voulez avancer : {uncapital(step)}"
