"""Faults found in a questionnaire or catalogue file, each with its line, in French."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultant_app.domain.errors import BadQuestionnaireError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: ``line`` and ``column`` from 1, ``message`` one French sentence."""

    line: int
    column: int
    message: str


class FaultyFileError(BadQuestionnaireError):
    """A file with faults. ``faults`` holds them all, in the order of the file; never empty."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        first = self.faults[0]
        others = len(self.faults) - 1
        more = ""
        if others:
            more = (
                f" (et {others} autre{'s' if others > 1 else ''} faute{'s' if others > 1 else ''})"
            )
        super().__init__(
            f"Le fichier «\u00a0{name}\u00a0» ne peut pas être utilisé. "
            f"Ligne {first.line}{more}\u00a0: {first.message}"
        )
