"""The sheets of the firms."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.errors import UnknownIdError
from consultant_app.storage.database import Database
from consultant_app.storage.plain import to_json
from consultant_app.storage.text import clean, folded


@dataclass(frozen=True, slots=True)
class CompanyMatch:
    """A company found by a search."""

    id: str
    name: str


class Companies:
    """The table of companies."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, company: Company) -> None:
        """Store a new company."""
        self._db.save("companies", _row(company))

    def update(self, company: Company) -> None:
        """Replace a company's sheet; UnknownIdError when there is none."""
        self.get(company.id)
        self._db.save("companies", _row(company))

    def get(self, company_id: str) -> Company:
        """Return a company's sheet; UnknownIdError when there is none."""
        row = self._db.row("SELECT * FROM companies WHERE id = ?", (company_id,))
        if row is None:
            raise UnknownIdError(
                "Cette entreprise n’est pas dans vos dossiers\u00a0: choisissez-en une dans la "
                "liste."
            )
        return _company(row)

    def all(self) -> list[Company]:
        """Every company, by name."""
        rows = self._db.rows("SELECT * FROM companies ORDER BY name COLLATE NOCASE, id")
        return [_company(row) for row in rows]

    def without_interview(self) -> list[Company]:
        """The companies that no interview was started with, by name."""
        rows = self._db.rows(
            "SELECT * FROM companies c WHERE NOT EXISTS"
            " (SELECT 1 FROM interviews i WHERE i.company_id = c.id)"
            " ORDER BY name COLLATE NOCASE, id"
        )
        return [_company(row) for row in rows]

    def named(self, name: str) -> list[Company]:
        """The companies of exactly this name."""
        return [
            _company(r) for r in self._db.rows("SELECT * FROM companies WHERE name = ?", (name,))
        ]

    def with_siren(self, siren: str) -> list[Company]:
        """The companies with this SIREN (9 digits)."""
        query = "SELECT * FROM companies WHERE siren = ? AND siren <> ''"
        return [_company(row) for row in self._db.rows(query, (siren,))]

    def delete(self, company_id: str) -> None:
        """Delete a company with its interviews, their answers and their history."""
        self._db.execute("DELETE FROM companies WHERE id = ?", (company_id,))

    def count(self) -> int:
        """How many companies there are."""
        return int(self._db.rows("SELECT count(*) FROM companies")[0][0])

    def search(self, text: str, limit: int = 200) -> list[CompanyMatch]:
        """Companies in which every word of ``text`` occurs, whatever case and accents.

        Looked for in the name, SIREN, commune, dirigeant and activity. An empty text finds all.
        """
        words = folded(clean(text)).split()
        where = " AND ".join(["search LIKE ? ESCAPE '\\'"] * len(words)) or "1"
        rows = self._db.rows(
            f"SELECT id, name FROM companies WHERE {where} ORDER BY search LIMIT ?",  # noqa: S608
            [*(f"%{_escaped(word)}%" for word in words), limit],
        )
        return [CompanyMatch(row["id"], row["name"]) for row in rows]


def facts_from(text: str) -> CompanyFacts:
    """A firm's facts from their JSON column."""
    return CompanyFacts(**json.loads(text))


_COLUMNS = [f.name for f in fields(Company) if f.name not in ("facts", "fictitious")]


def _row(company: Company) -> dict[str, Any]:
    row: dict[str, Any] = {name: clean(getattr(company, name)) for name in _COLUMNS}
    row["facts"] = to_json(asdict(company.facts))
    row["fictitious"] = int(company.fictitious)
    row["search"] = _searched(company)
    return row


def _searched(company: Company) -> str:
    facts = company.facts
    parts = (
        company.name,
        company.siren,
        company.commune,
        company.dirigeant,
        company.activity_label,
        facts.naf,
        facts.departement,
    )
    return folded(clean(" ".join(part for part in parts if part)))


def _company(row: Any) -> Company:
    texts = {name: row[name] for name in _COLUMNS}
    return Company(**texts, facts=facts_from(row["facts"]), fictitious=bool(row["fictitious"]))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
