"""The first pages: what stands on every page, the cover, and « L’essentiel »."""

from __future__ import annotations

from consultant_app.domain.interview import Extent, Occasion
from consultant_app.domain.questionnaire import Theme
from consultant_app.domain.typography import capital, date_long, enumerate_words, sentence
from consultant_app.restitution import words
from consultant_app.restitution.chart_ladder import cover_ladder
from consultant_app.restitution.chart_profile import ProfileMark, ProfileRow, profile
from consultant_app.restitution.model import (
    Cover,
    Essential,
    Frame,
    Mark,
    Point,
    Rich,
    Run,
    TocGroup,
)
from consultant_app.restitution.phrases import bold, paragraph, rich, sentence_of, text
from consultant_app.restitution.reading import UNKNOWN, Reading, ThemeState

ESSENTIAL, MATTERS, FOLLOW_UP, GROWTH = "essentiel", "importance", "suivi", "croissance"
PEERS, PARCOURS, PLAN, SHEET = "comparaison", "parcours", "plan", "feuille"


def theme_anchor(theme: Theme) -> str:
    """The anchor of a theme's page."""
    return f"theme-{theme.id}"


def held_on(reading: Reading, *, weekday: bool = False) -> str:
    """The day of the interview, in words."""
    day = reading.context.held_on or reading.diagnosis.interview.held_on
    return date_long(day, weekday=weekday)


def frame(reading: Reading) -> Frame:
    """What stands on every page, and what the file says of itself."""
    name = text(reading.company.name)
    day = held_on(reading)
    draft = reading.context.draft
    author = ", ".join(x for x in (reading.context.consultant, reading.context.organisation) if x)
    footer = "Entreprise fictive, données inventées" if reading.company.fictitious else ""
    return Frame(
        document_title=text(f"{name}, restitution du {day}"),
        subject=text(reading.diagnosis.questionnaire.title),
        author=text(author),
        running_head=rich(bold(name), f", restitution du {day}{' (projet)' if draft else ''}"),
        footer=footer or text(reading.context.organisation),
        draft="Projet" if draft else "",
    )


def cover(reading: Reading, contents: tuple[TocGroup, ...]) -> Cover:
    """The cover: who, when, where, the ladder, and what to read first."""
    follow_up = reading.diagnosis.interview.occasion is Occasion.FOLLOW_UP
    kind = "de l’entretien de suivi" if follow_up else "de l’entretien"
    extent = " (entretien court)" if reading.diagnosis.interview.extent is Extent.SHORT else ""
    return Cover(
        anchor="couverture",
        programme=text(reading.diagnosis.questionnaire.title) + extent,
        company=text(reading.company.name),
        subtitle=text(f"Restitution {kind} du {held_on(reading, weekday=True)}"),
        people=(_for(reading), _by(reading), _where(reading)),
        ladder_title="Une seule échelle, partout",
        ladder_text=paragraph(
            "Chacune de vos pratiques est placée sur l’une de ces marches. "
            "Ici, par exemple, une pratique à la deuxième ; la suivante décrit le prochain pas."
        ),
        ladder=cover_ladder(reading.scale),
        contents=contents,
    )


def _lines(*lines: Rich) -> tuple[Rich, ...]:
    return tuple(line for line in lines if any(r.text for r in line))


def _for(reading: Reading) -> tuple[Rich, ...]:
    company = reading.company
    if company.dirigeant:
        return _lines(rich("Pour ", bold(company.dirigeant)), rich(company.dirigeant_role))
    return (rich("Pour ", bold("la direction")),)


def _by(reading: Reading) -> tuple[Rich, ...]:
    context = reading.context
    if context.consultant:
        return _lines(
            rich("Par ", bold(context.consultant)),
            rich(context.consultant_role),
            rich(context.organisation),
        )
    return _lines(rich("Par ", bold(context.organisation))) if context.organisation else ()


def _where(reading: Reading) -> tuple[Rich, ...]:
    place, commune = reading.context.place, reading.company.commune
    territory = reading.context.territory
    town = f"{commune} ({territory})" if commune and territory else commune or territory
    return _lines(rich(capital(place)), rich(town))


def essential(reading: Reading) -> Essential:
    """The one page to read."""
    points = tuple(_priority(reading, p) for p in list(reading.numbers)[:6])
    strengths = tuple(
        rich(sentence_of(reading.wording(s.practice_id).strength))
        for s in reading.diagnosis.proposal.strengths
    )
    return Essential(
        anchor=ESSENTIAL,
        title="L’essentiel",
        lede=paragraph(words.lede(reading)),
        profile=profile(reading.columns, [_row(reading, t) for t in reading.themes]),
        key_left=paragraph("Chaque marque est une pratique vue ensemble."),
        key=_key(reading),
        strengths_title="Vos points forts",
        strengths=strengths,
        no_strength="" if strengths else paragraph(words.no_strength(reading)),
        vigilance_title=_vigilance_title(len(reading.vigilance)),
        vigilance=tuple(_vigilance(reading, p) for p in reading.vigilance),
        priorities_title=text(words.priorities_title(len(points))),
        priorities=points,
        no_priority="" if points else paragraph(words.no_priority(reading)),
    )


def _vigilance_title(points: int) -> str:
    return ("", "Point de vigilance", "Points de vigilance")[min(points, 2)]


def priority_mark(number: int, title: str) -> Mark:
    """The disc of a priority, as said aloud."""
    return Mark("priority", str(number), f"priorité {number}, {title}")


def _priority(reading: Reading, practice_id: str) -> Point:
    wording = reading.wording(practice_id)
    title = reading.practice(practice_id).title
    return Point(
        mark=priority_mark(reading.numbers[practice_id], title),
        practice_id=practice_id,
        title=text(sentence(wording.priority)),
        why=sentence_of(wording.why),
        step=sentence_of(wording.first_step),
    )


def _vigilance(reading: Reading, practice_id: str) -> Point:
    practice, wording = reading.practice(practice_id), reading.wording(practice_id)
    duty = practice.vigilance
    number = reading.numbers.get(practice_id)
    step = wording.first_step
    if reading.vigilance[practice_id].level is None:
        step = wording.verify
    if number:
        step = f"C’est votre priorité {number}."
    return Point(
        mark=Mark("vigilance", "!", f"point de vigilance, {practice.title}"),
        practice_id=practice_id,
        title=text(sentence(duty.duty if duty else practice.title)),
        why=sentence_of(duty.text if duty else ""),
        step=sentence_of(step),
    )


def _key(reading: Reading) -> Rich:
    """What the signs of the profile mean: only those that it shows."""
    parts: list[Run] = []
    kept = len(reading.numbers)
    if kept == 1:
        parts += [Run("", mark=Mark("priority", "1", "disque numéroté 1")), Run(" votre priorité")]
    elif kept:
        first, last = (
            Mark("priority", "1", "disques numérotés 1"),
            Mark("priority", str(kept), str(kept)),
        )
        parts += [Run("", mark=first), Run(" à "), Run("", mark=last), Run(" vos priorités")]
    if reading.vigilance:
        parts += _listed(parts, Mark("vigilance", "!", "triangle"), " vigilance")
    if any(
        reading.answer(p.id).missing in UNKNOWN for t in reading.themes for p in reading.asked(t)
    ):
        parts += _listed(parts, Mark("verify", "", "cercle vide"), " à vérifier")
    if parts:
        parts.append(Run(". "))
    rest = "La bande s’arrête au niveau du thème ; ce qui reste à vérifier y compte au plus bas."
    return (*parts, Run(paragraph(rest)))


def _listed(before: list[Run], mark: Mark, meaning: str) -> list[Run]:
    separator = [Run(", ")] if before else []
    return [*separator, Run("", mark=mark), Run(meaning)]


def _row(reading: Reading, theme: Theme) -> ProfileRow:
    state = reading.state(theme)
    return ProfileRow(
        number=str(reading.diagnosis.questionnaire.theme_number(theme.id)),
        title=reading.chart_title(theme),
        bound=reading.bound(theme),
        marks=tuple(_marks(reading, theme)),
        remark="" if state in (ThemeState.LEVEL, ThemeState.NOTHING) else state.value,
        anchor=theme_anchor(theme),
        words=_spoken(reading, theme),
    )


def _marks(reading: Reading, theme: Theme) -> list[ProfileMark]:
    marks = []
    for practice in reading.asked(theme):
        answer = reading.answer(practice.id)
        number = reading.numbers.get(practice.id)
        if answer.level is None and answer.missing not in UNKNOWN:
            continue
        if number:
            marks.append(ProfileMark("priority", answer.level, str(number)))
        elif practice.id in reading.vigilance:
            marks.append(ProfileMark("vigilance", answer.level))
        else:
            marks.append(ProfileMark("verify" if answer.level is None else "dot", answer.level))
    return marks


def _spoken(reading: Reading, theme: Theme) -> str:
    bound = reading.bound(theme)
    if bound is None:
        return reading.state(theme).value
    said = [f"jusqu’à « {reading.rank_name(bound)} »"]
    here = sorted(reading.numbers[p.id] for p in theme.practices if p.id in reading.numbers)
    numbers = [str(number) for number in here]
    if numbers:
        plural = "priorités" if len(numbers) > 1 else "priorité"
        said.append(f"{plural} {enumerate_words(numbers)}")
    if any(p.id in reading.vigilance for p in theme.practices):
        said.append("vigilance")
    return ", ".join(said)
