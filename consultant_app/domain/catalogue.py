"""The catalogue of collective actions: editable, versioned data in ``resources/catalogues``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from consultant_app.domain.questionnaire import Id, Model, Rule, Text

Share = Annotated[float, Field(gt=0, le=1)]


class Action(Model):
    """One collective action. ``covers``: practice id → share of its need it answers (0–1].

    ``eligible``: rule over the profile (None: everybody); ``eligibility``: the same in words.
    ``after``: actions better taken first. ``example``: to be replaced by the région, and said so
    wherever the action is shown. Prices are only given when the holder gave them.
    """

    id: Id
    title: Text
    promise: Text
    description: Text
    holder: Text
    contact: str = ""
    kind: Text
    cost: Text
    duration: Text
    objectives: tuple[Text, ...] = Field(min_length=1)
    eligibility: Text
    eligible: Rule | None = None
    covers: dict[Id, Share] = Field(min_length=1)
    after: tuple[Id, ...] = ()
    example: bool = True


class Catalogue(Model):
    """A version of the catalogue, for the questionnaires named."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
    version: int = Field(ge=1)
    title: Text
    questionnaires: tuple[str, ...] = Field(min_length=1)
    actions: tuple[Action, ...]
