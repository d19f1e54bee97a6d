"""The company's sheet: its fields, what is wrong in them as they are typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from consultant_app.domain.company import Company, CompanyFacts, is_siren
from consultant_app.domain.nomenclatures import Nomenclatures
from consultant_app.ui.models.dossiers import folded
from consultant_app.ui.widgets.fields import Labelled, LineField
from consultant_app.ui.widgets.proposing import ProposingField

_OLDEST = 1700
_MOST_STAFF = 1_000_000


class CompanyForm(QWidget):
    """Reads and shows a `Company`. ``edited``: something was typed; ``submitted``: last Enter."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, nomenclatures: Nomenclatures, this_year: int) -> None:
        super().__init__()
        self._names, self._this_year = nomenclatures, this_year
        self._base = Company("", "")
        self.name = LineField("Nom de l’entreprise")
        self.siren = LineField("SIREN")
        self.activity = LineField("Activité en quelques mots")
        self.naf = ProposingField("Code NAF ou activité", "43.32A, ou quelques lettres")
        self.commune = LineField("Commune")
        self.departement = ProposingField("Département", "42, ou Loire")
        self.staff = LineField("Salariés, sans le dirigeant")
        self.creation = LineField("Année de création")
        self.dirigeant = LineField("Dirigeant")
        self.role = LineField("Fonction", "gérante, président…")
        self.phone = LineField("Téléphone")
        self.email = LineField("Courriel")
        self.boxes = self._boxes()
        self.naf.propose(self._activities())
        self.departement.propose(self._departements())
        self._lay_out()
        for field in self.fields:
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self._next)

    @property
    def fields(self) -> tuple[LineField, ...]:
        """Every field, in tab order."""
        return (
            *(self.name, self.siren, self.activity, self.naf, self.commune, self.departement),
            *(self.staff, self.creation, self.dirigeant, self.role, self.phone, self.email),
        )

    def show_company(self, company: Company) -> None:
        """Fill the fields."""
        self._base, facts = company, company.facts
        for field, text in (
            (self.name, company.name),
            (self.siren, _grouped(company.siren)),
            (self.activity, company.activity_label),
            (self.naf, self._naf_words(facts.naf)),
            (self.commune, company.commune),
            (self.departement, self._departement_words(facts.departement)),
            (self.staff, "" if facts.staff is None else str(facts.staff)),
            (self.creation, "" if facts.creation_year is None else str(facts.creation_year)),
            (self.dirigeant, company.dirigeant),
            (self.role, company.dirigeant_role),
            (self.phone, company.phone),
            (self.email, company.email),
        ):
            field.setText(text)
        self.check()

    def company(self) -> Company:
        """Return the sheet as filled (fields that cannot be read keep what they held)."""
        base = self._base
        return replace(
            base,
            name=self.name.text().strip(),
            siren="".join(self.siren.text().split()),
            activity_label=self.activity.text().strip(),
            commune=self.commune.text().strip(),
            dirigeant=self.dirigeant.text().strip(),
            dirigeant_role=self.role.text().strip(),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            facts=replace(
                base.facts,
                naf=_naf_code(self.naf.text()),
                departement=self._departement_code(),
                staff=_number(self.staff.text()),
                creation_year=_number(self.creation.text()),
            ),
        )

    @property
    def has_content(self) -> bool:
        """Whether anything was typed."""
        return any(field.text().strip() for field in self.fields)

    def first_fault(self) -> LineField | None:
        """The first field that cannot be kept as it is."""
        return next((f for f in self.fields if self._fault(f)), None)

    def check(self, *, all_fields: bool = False) -> None:
        """Show what is wrong, beside each field (an empty name only when asked for)."""
        for field in self.fields:
            silent = field is self.name and not all_fields
            self.boxes[field].show_error("" if silent else self._fault(field))

    def _fault(self, field: LineField) -> str:
        text = field.text().strip()
        if field is self.name:
            return "" if text else "Écrivez le nom de l’entreprise."
        if not text:
            return ""
        if field is self.siren:
            return _siren_fault("".join(text.split()))
        if field is self.staff:
            number = _number(text)
            ok = number is not None and number <= _MOST_STAFF
            return "" if ok else "Écrivez un nombre de personnes, 0 s’il n’y en a pas."
        if field is self.creation:
            return "" if self._is_year(text) else f"Écrivez une année, {self._this_year} au plus."
        if field is self.naf:
            known = self._names.activity_group(_naf_code(text))
            return "" if known else "Ce code n’est pas dans la NAF\u00a0: choisissez dans la liste."
        if field is self.departement:
            known = self._names.departement_name(self._departement_code())
            return "" if known else "Écrivez le numéro du département, ou choisissez son nom."
        return ""

    def _is_year(self, text: str) -> bool:
        year = _number(text)
        return year is not None and _OLDEST <= year <= self._this_year

    def _typed(self) -> None:
        self.check()
        self.edited.emit()

    def _next(self) -> None:
        fields = self.fields
        place = fields.index(self.sender())
        if place + 1 < len(fields):
            fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.submitted.emit()

    def _boxes(self) -> dict[QLineEdit, Labelled]:
        captions = {
            self.siren: "Neuf chiffres\u202f; il reste sur cet ordinateur.",
            self.staff: "Choisit les questions et les formulations.",
            self.naf: "Il donne la branche\u202f; le code lui-même ne part jamais.",
        }
        return {
            field: Labelled(field.accessibleName(), field, captions.get(field, ""))
            for field in self.fields
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        places = (
            (self.name, 0, 0, 4),
            (self.siren, 0, 4, 2),
            (self.activity, 1, 0, 3),
            (self.naf, 1, 3, 3),
            (self.commune, 2, 0, 3),
            (self.departement, 2, 3, 3),
            (self.staff, 3, 0, 3),
            (self.creation, 3, 3, 3),
            (self.dirigeant, 4, 0, 3),
            (self.role, 4, 3, 3),
            (self.phone, 5, 0, 3),
            (self.email, 5, 3, 3),
        )
        for field, row, column, span in places:
            grid.addWidget(self.boxes[field], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)

    def _activities(self) -> list[str]:
        return [f"{d.code} {d.label}" for a in self._names.activities for d in a.divisions]

    def _departements(self) -> list[str]:
        return [f"{d.code} {d.label}" for d in self._names.territory.departements]

    def _naf_words(self, code: str | None) -> str:
        division = self._names.division_of(code)
        if code is None or division is None:
            return code or ""
        return f"{code} {division.label}"

    def _departement_words(self, code: str | None) -> str:
        name = self._names.departement_name(code)
        is_ours = any(d.code == code for d in self._names.territory.departements)
        return f"{code} {name}" if code and is_ours else code or ""

    def _departement_code(self) -> str | None:
        text = self.departement.text().strip()
        if not text:
            return None
        first = text.split()[0].upper()
        if first[0].isdigit():
            return first
        wanted = folded(text)
        found = [d.code for d in self._names.territory.departements if folded(d.label) == wanted]
        return found[0] if found else first


def empty_company() -> Company:
    """A sheet with nothing on it."""
    return Company("", "", CompanyFacts())


def _number(text: str) -> int | None:
    digits = "".join(text.split())
    return int(digits) if digits.isdecimal() and len(digits) < 9 else None


def _naf_code(text: str) -> str | None:
    """« 43.32A Travaux de finition » is 43.32A."""
    parts = text.split()
    return parts[0].upper() if parts else None


def _grouped(siren: str) -> str:
    return "\u202f".join(siren[i : i + 3] for i in range(0, len(siren), 3))


def _siren_fault(digits: str) -> str:
    if not digits.isdigit():
        return "Un SIREN ne contient que des chiffres."
    if len(digits) < 9:
        missing = 9 - len(digits)
        return f"Encore {missing}\u00a0chiffre{'s' if missing > 1 else ''}."
    return "" if is_siren(digits) else "Ce numéro n’existe pas\u00a0: relisez-le."
