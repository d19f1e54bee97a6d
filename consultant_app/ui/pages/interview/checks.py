"""The contradictions that concern a question, beside its answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from consultant_app.domain.rules import CheckFailure
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.saved import Band


class Checks(QVBoxLayout):
    """One band per contradiction; bands are kept for the next question's."""

    def __init__(self) -> None:
        super().__init__()
        self._bands: list[Band] = []
        self.setContentsMargins(4, 4, 4, 4)
        self.setSpacing(8)

    def tell(self, failures: Sequence[CheckFailure]) -> None:
        """Show these and no others."""
        while len(self._bands) < len(failures):
            band = Band(Kind.ATTENTION)
            self._bands.append(band)
            self.addWidget(band)
        for index, band in enumerate(self._bands):
            band.setVisible(index < len(failures))
            if index < len(failures):
                band.set_kind(_kind(failures[index]))
                if band.text != failures[index].message:
                    band.set_text(failures[index].message)

    @property
    def told(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(band.text for band in self._bands if not band.isHidden())


def _kind(failure: CheckFailure) -> Kind:
    blocking = failure.critical or failure.severity == "error"
    return Kind.ERROR if blocking else Kind.ATTENTION
