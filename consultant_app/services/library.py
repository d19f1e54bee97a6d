"""Questionnaires, catalogues, nomenclatures and texts: shipped ones and installed ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from consultant_app.assets import resource
from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.clock import Clock
from consultant_app.domain.errors import BadQuestionnaireError, UnknownIdError
from consultant_app.domain.faults import Fault
from consultant_app.domain.nomenclatures import Nomenclatures
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.references import References
from consultant_app.domain.rules import RuleSet
from consultant_app.services.parsing import Parsing
from consultant_app.storage.database import Database
from consultant_app.storage.documents import Catalogues, Questionnaires, ReferenceValues

GENERAL = "diagnostic-general"
WMS = "wms-manufacturing"
SHIPPED = "livré avec le programme"
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A questionnaire that interviews can be held with."""

    id: str
    version: int
    title: str
    source: str


class Library:
    """What interviews are held with. Loaded once, kept in memory, full text in the database."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._questionnaires = Questionnaires(db)
        self._catalogues = Catalogues(db)
        self._references = ReferenceValues(db)
        self._parsing = Parsing(db)
        self._clock = clock
        self._shipped_stored = False
        self._loaded: dict[Key, Questionnaire] = {}
        self._rules: dict[Key, RuleSet] = {}
        self._catalogue_cache: dict[str, Catalogue | None] = {}

    def questionnaire(self, questionnaire_id: str, version: int | None = None) -> Questionnaire:
        """Return a questionnaire at ``version`` (None: the newest); UnknownIdError if none."""
        if version is None:
            version = self._newest(questionnaire_id)
        key = (questionnaire_id, version)
        if key not in self._loaded:
            document = self._questionnaires.get(*key)
            self._loaded[key] = self._parsed(document.text, document.id)
        return self._loaded[key]

    def ruleset(self, questionnaire: Questionnaire) -> RuleSet:
        """Return its compiled rules (cached)."""
        key = (questionnaire.id, questionnaire.version)
        if key not in self._rules:
            self._rules[key] = RuleSet(questionnaire)
        return self._rules[key]

    def entries(self) -> list[Entry]:
        """Every questionnaire version that is stored, by id then version."""
        self._store_shipped()
        return [Entry(d.id, d.version, d.title, d.source) for d in self._questionnaires.heads()]

    def text_of(self, questionnaire_id: str, version: int) -> str:
        """Return the full text of a stored version."""
        return self._questionnaires.get(questionnaire_id, version).text

    def install(
        self, text: str, name: str, *, unsigned: bool = False, package: str = ""
    ) -> Questionnaire:
        """Check, then store a questionnaire file's full text beside the others.

        ``package``: the verified package that brought it; other files need ``unsigned``. Raises
        `BadQuestionnaireError` naming the first fault, or when the signature is missing.
        """
        questionnaire = self._parsed(text, name)
        if not unsigned and not package:
            raise BadQuestionnaireError(
                "Ce questionnaire n’est pas signé par la région\u202f; ajoutez --unsigned pour "
                "l’installer sous votre responsabilité."
            )
        self._put(questionnaire, text, package or f"fichier {name}")
        return questionnaire

    def read_ahead(self, text: str, name: str) -> None:
        """Read and check a questionnaire's text, so that installing it is quick; same errors."""
        self._parsed(text, name)

    def install_catalogue(self, text: str, name: str, package: str) -> Catalogue:
        """Check, then store a catalogue that a verified package brought."""
        from consultant_app.domain.loading import load_catalogue

        newest = {head.id: self.questionnaire(head.id) for head in self.entries()}
        catalogue = load_catalogue(text, name, newest)
        self._catalogues.put(
            catalogue.id,
            catalogue.version,
            text,
            at=self._clock.now(),
            title=catalogue.title,
            source=package,
        )
        self._catalogue_cache.clear()
        return catalogue

    def install_references(self, text: str, name: str, package: str) -> References:
        """Check, then store reference values that a verified package brought."""
        try:
            values = References.model_validate_json(text)
        except ValueError as error:
            raise BadQuestionnaireError(
                f"«\u00a0{name}\u00a0» ne contient pas de valeurs de référence lisibles\u202f; "
                "signalez-le à la région."
            ) from error
        title = f"Valeurs de référence {values.campaign}"
        self._references.put(
            values.id, values.version, text, at=self._clock.now(), title=title, source=package
        )
        return values

    def catalogue(self, questionnaire_id: str) -> Catalogue | None:
        """Return the newest catalogue that serves this questionnaire, None when there is none."""
        if questionnaire_id not in self._catalogue_cache:
            self._catalogue_cache[questionnaire_id] = self._find_catalogue(questionnaire_id)
        return self._catalogue_cache[questionnaire_id]

    def references(self, questionnaire_id: str) -> References | None:
        """Return the newest reference values for this questionnaire, None when there are none."""
        found = [References.model_validate_json(d.text) for d in self._references.list()]
        serving = [r for r in found if r.questionnaire == questionnaire_id]
        return max(serving, key=lambda r: r.version, default=None)

    @cached_property
    def nomenclatures(self) -> Nomenclatures:
        """Activities, staff bands and départements."""
        texts = _nomenclature_texts()
        whole = "\n".join(f"{name}\n{text}" for name, text in texts.items())
        return self._parsing.read(Nomenclatures, whole, lambda: Nomenclatures.parse(texts))

    def _parsed(self, text: str, name: str) -> Questionnaire:
        def parse() -> Questionnaire:
            from consultant_app.domain.loading import load_questionnaire

            return load_questionnaire(text, name)

        return self._parsing.read(Questionnaire, text, parse)

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """Forget what was installed within the block when it fails: its transaction is undone."""
        before = dict(self._loaded)
        try:
            yield
        except BaseException:
            self._loaded = before
            self._catalogue_cache.clear()
            self._rules = {key: rules for key, rules in self._rules.items() if key in before}
            raise

    def _find_catalogue(self, questionnaire_id: str) -> Catalogue | None:
        questionnaire = self.questionnaire(questionnaire_id)
        texts = [(d.text, d.id) for d in self._catalogues.list()]
        texts += [(path.read_text(encoding="utf-8"), path.stem) for path in _shipped("catalogues")]
        found = [
            self._parsed_catalogue(text, name, questionnaire)
            for text, name in texts
            if questionnaire_id in text
        ]
        serving = [c for c in found if questionnaire_id in c.questionnaires]
        return max(serving, key=lambda c: c.version, default=None)

    def _parsed_catalogue(self, text: str, name: str, questionnaire: Questionnaire) -> Catalogue:
        """A catalogue is read against a questionnaire: what is kept is of both."""

        def parse() -> Catalogue:
            from consultant_app.domain.loading import load_catalogue

            return load_catalogue(text, name, {questionnaire.id: questionnaire})

        against = f"{questionnaire.id} {questionnaire.version}\n{text}"
        return self._parsing.read(Catalogue, against, parse)

    def _newest(self, questionnaire_id: str) -> int:
        self._store_shipped()
        heads = self._questionnaires.heads()
        versions = [head.version for head in heads if head.id == questionnaire_id]
        if not versions:
            known = ", ".join(sorted({head.id for head in heads}))
            raise UnknownIdError(
                f"Le questionnaire «\u00a0{questionnaire_id}\u00a0» n’est pas installé\u202f; "
                f"choisissez parmi\u00a0: {known}."
            )
        return max(versions)

    @cached_property
    def _shipped_texts(self) -> dict[str, str]:
        return {p.stem: p.read_text(encoding="utf-8") for p in _shipped("questionnaires")}

    def _store_shipped(self) -> None:
        """Store shipped questionnaires that this profile has not seen yet.

        A version that is already stored stays as it is: interviews are pinned to its text.
        """
        if self._shipped_stored:
            return
        heads = self._questionnaires.heads()
        texts, versions = {h.sha256 for h in heads}, {(h.id, h.version) for h in heads}
        for name, text in self._shipped_texts.items():
            if sha256_of(text) not in texts:
                questionnaire = self._parsed(text, name)
                if (questionnaire.id, questionnaire.version) not in versions:
                    self._put(questionnaire, text, SHIPPED)
        self._shipped_stored = not self._db.in_transaction

    def _put(self, questionnaire: Questionnaire, text: str, source: str) -> None:
        self._questionnaires.put(
            questionnaire.id,
            questionnaire.version,
            text,
            at=self._clock.now(),
            title=questionnaire.title,
            source=source,
        )
        self._loaded[questionnaire.id, questionnaire.version] = questionnaire


def sha256_of(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text's UTF-8 bytes."""
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()


def shipped_questionnaires() -> Iterator[Questionnaire]:
    """Every questionnaire that comes with the program."""
    from consultant_app.domain.loading import load_questionnaire

    for path in _shipped("questionnaires"):
        yield load_questionnaire(path.read_text(encoding="utf-8"), path.stem)


def shipped_catalogues(questionnaire: Questionnaire) -> list[Catalogue]:
    """The catalogues that come with the program and serve this questionnaire."""
    from consultant_app.domain.loading import load_catalogue

    return [
        load_catalogue(
            path.read_text(encoding="utf-8"), path.stem, {questionnaire.id: questionnaire}
        )
        for path in _shipped("catalogues")
        if questionnaire.id in path.read_text(encoding="utf-8")
    ]


def shipped_nomenclatures() -> Nomenclatures:
    """The nomenclatures that come with the program."""
    return Nomenclatures.parse(_nomenclature_texts())


def _nomenclature_texts() -> dict[str, str]:
    folder = resource("nomenclatures")
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def check_catalogue_file(text: str, name: str) -> list[Fault]:
    """Every fault of a catalogue, read against the shipped questionnaires."""
    from consultant_app.domain.loading import check_catalogue

    return check_catalogue(text, name, {q.id: q for q in shipped_questionnaires()})


def _shipped(kind: str) -> list[Path]:
    return sorted(p for p in resource(kind).glob("*.yaml") if not p.name.startswith("."))
