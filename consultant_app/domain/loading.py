"""Questionnaires and catalogues from their YAML text, with every fault's line."""

from __future__ import annotations

from consultant_app.domain.faults import Fault, FaultyFileError
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.structure import validate
from consultant_app.domain.yaml_tree import read


def load_questionnaire(text: str, name: str) -> Questionnaire:
    """Read a questionnaire; ``name`` is what the file is called in messages.

    Raises `FaultyFileError` holding every fault when there is any.
    """
    questionnaire, faults = _questionnaire(text)
    if questionnaire is None or faults:
        raise FaultyFileError(name, faults)
    return questionnaire


def check_questionnaire(text: str, name: str) -> list[Fault]:  # noqa: ARG001
    """Every fault of a questionnaire, in the order of its lines; empty when it is good."""
    return _questionnaire(text)[1]


def _questionnaire(text: str) -> tuple[Questionnaire | None, list[Fault]]:
    tree, faults = read(text)
    if tree is None:
        return None, faults
    questionnaire, more = validate(Questionnaire, tree)
    return questionnaire, sorted({*faults, *more})
