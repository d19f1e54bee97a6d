"""Practices, their wordings, and the themes that gather them with their own questions."""

from __future__ import annotations

from pydantic import Field

from consultant_app.domain.questions import Id, Model, Question, Rule, Text


class Vigilance(Model):
    """A legal duty: below ``floor`` it is listed apart, whatever the priorities.

    ``duty`` names it (« Document unique des risques ») and ``text`` says why in one sentence.
    ``relevant`` restricts it to the firms the law binds.
    """

    floor: float
    duty: Text
    text: Text
    relevant: Rule | None = None


class Wording(Model):
    """The texts of a practice. All address the reader as « vous », in the present tense.

    ``question``: open lead-in. ``levels``: described fact per anchored value. ``priority``: short
    infinitive (« Prévoir la trésorerie »). ``why``: one sentence; with ``priority`` ≤ 135 chars.
    ``first_step``: ≤ 100 chars, infinitive. ``strength``: ≤ 60 chars, full sentence without full
    stop. ``verify``: what to ask and whom when the answer is not known. ``keep``: how to keep the
    top level.
    """

    question: Text
    levels: dict[float, Text]
    why: Text
    first_step: Text
    priority: Text
    strength: Text
    verify: Text
    keep: Text


class WordingVariant(Model):
    """Overrides of a wording for the firms for which the named condition ``when`` holds."""

    when: Id
    question: Text | None = None
    levels: dict[float, Text] = Field(default_factory=dict)
    why: Text | None = None
    first_step: Text | None = None
    priority: Text | None = None
    strength: Text | None = None
    verify: Text | None = None
    keep: Text | None = None


class Practice(Wording):
    """A management practice, placed on the scale by its described facts.

    ``renamed_from``: ids it bore in earlier versions, latest last, so that drafts follow it.
    """

    id: Id
    renamed_from: tuple[Id, ...] = ()
    title: Text
    weight: float = Field(default=1.0, gt=0)
    socle: bool = False
    vigilance: Vigilance | None = None
    relevant: Rule | None = None
    variants: tuple[WordingVariant, ...] = ()
    show: bool = True


class Theme(Model):
    """A group of practices with one score.

    ``place``: where its strengths are, as said (« à l’atelier »). ``topic``: what its priorities
    touch (« la gestion »). ``not_applicable``: the sentence printed when the whole theme is SO.
    ``renamed_from``: ids it bore in earlier versions, latest last.
    """

    id: Id
    renamed_from: tuple[Id, ...] = ()
    title: Text
    short_title: str = ""
    why: Text
    place: Text
    topic: Text
    not_applicable: str = ""
    relevant: Rule | None = None
    questions: tuple[Question, ...] = ()
    practices: tuple[Practice, ...] = Field(min_length=1)
