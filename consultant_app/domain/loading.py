"""Questionnaires and catalogues from their YAML text, with every fault's line."""

from __future__ import annotations

from collections.abc import Mapping

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.faults import Fault, FaultyFileError
from consultant_app.domain.lint import lint
from consultant_app.domain.lint_catalogue import lint_catalogue
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.structure import validate
from consultant_app.domain.yaml_tree import read

__all__ = [
    "Fault",
    "FaultyFileError",
    "check_catalogue",
    "check_questionnaire",
    "load_catalogue",
    "load_questionnaire",
]


def load_questionnaire(text: str, name: str) -> Questionnaire:
    """Read a questionnaire; ``name`` is what the file is called in messages.

    Raises `FaultyFileError` holding every fault when there is any.
    """
    questionnaire, faults = _questionnaire(text)
    if questionnaire is None or faults:
        raise FaultyFileError(name, faults)
    return questionnaire


def check_questionnaire(text: str, name: str) -> list[Fault]:  # noqa: ARG001
    """Every fault of a questionnaire, in the order of its lines; empty when it is good.

    Faults bear no file name: ``name`` only keeps the call like `load_questionnaire`'s.
    """
    return _questionnaire(text)[1]


def load_catalogue(text: str, name: str, questionnaires: Mapping[str, Questionnaire]) -> Catalogue:
    """Read a catalogue, checked against those of ``questionnaires`` (by id) that it names.

    Raises `FaultyFileError` holding every fault when there is any.
    """
    catalogue, faults = _catalogue(text, questionnaires, strict=False)
    if catalogue is None or faults:
        raise FaultyFileError(name, faults)
    return catalogue


def check_catalogue(
    text: str,
    name: str,  # noqa: ARG001
    questionnaires: Mapping[str, Questionnaire],
) -> list[Fault]:
    """Every fault of a catalogue, in the order of its lines; empty when it is good.

    The questionnaires it names must all be among ``questionnaires`` (by id).
    """
    return _catalogue(text, questionnaires, strict=True)[1]


def _questionnaire(text: str) -> tuple[Questionnaire | None, list[Fault]]:
    tree, faults = read(text)
    if tree is None:
        return None, faults
    questionnaire, more = validate(Questionnaire, tree)
    return questionnaire, sorted({*faults, *more, *lint(tree)})


def _catalogue(
    text: str, questionnaires: Mapping[str, Questionnaire], *, strict: bool
) -> tuple[Catalogue | None, list[Fault]]:
    tree, faults = read(text)
    if tree is None:
        return None, faults
    catalogue, more = validate(Catalogue, tree)
    return catalogue, sorted({*faults, *more, *lint_catalogue(tree, questionnaires, strict=strict)})
