"""From records to a table that may be given to researchers.

Keys are suppressed until every class is sound (`anonymity`); scores are computed again from what is
released; what could give back something hidden goes with it; order and ids are drawn anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sync.protocol.codebook import CodeLabel, PracticeCode
from sync.server.errors import CentreError
from sync.server.publication.columns import Tiny
from sync.server.publication.sample import Sample
from sync.server.publication.scores import MISSING, Flags, Floats, Ints, Levels, Small
from sync.server.release.anonymity import K, Problem, protect
from sync.server.release.lists import DURATIONS, GROWTH, coded, keys_of, listed
from sync.server.release.variables import SUPPRESSED, UNKNOWN, Column, Microdata, Role

#: A sensitive variable that nearly all answer alike is left out: to make it diverse in every
#: class would cost all the keys of all the others.
MAX_SHARE = 0.95
_KEYS = ("size", "activity", "territory", "age", "quarter")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A release before it is written, and what it cost.

    ``hidden``: [record, key], in the order of ``keys``. ``left_out``: sensitive variables that are not
    released, with why. ``links``, ``links_lost``: follow-ups that are linked, or could not be.
    """

    data: Microdata
    sample: Sample
    keys: tuple[str, ...]
    hidden: Flags
    left_out: dict[str, str]
    links: int
    links_lost: int


def make(sample: Sample, campaign: str, quarters: tuple[str, str]) -> Outcome:
    """Make the microdata of a campaign; `CentreError` when its firms are too few or too alike."""
    if len(np.unique(sample.firm)) < K:
        raise CentreError(
            f"Cette campagne compte moins de {K} entreprises\u202f: aucun fichier ne peut en sortir."
        )
    sample = sample.rows(_drawn(len(sample)))
    sensitive = _sensitive(sample)
    left_out = {name: why for name, values in sensitive.items() if (why := _why_left_out(values))}
    kept = {name: values for name, values in sensitive.items() if name not in left_out}
    keys = keys_of(sample)
    problem = Problem(
        [column.values.astype(np.int64) for column in keys],
        np.column_stack([*kept.values()] or [np.arange(len(sample), dtype=np.int16)]),
        sample.firm,
    )
    if not problem.is_sound(np.arange(len(sample))):
        raise CentreError("Les réponses de cette campagne se ressemblent trop pour être données.")
    safe = protect(problem, _times(sample))
    released = _Table(sample, keys, safe.hidden, safe.links, frozenset(left_out))
    title = f"Diagnostic général des TPE et PME, campagne {campaign}"
    data = Microdata(
        title,
        campaign,
        quarters,
        sample.book.questionnaire,
        tuple(sorted(sample.books)),
        tuple(released.columns()),
    )
    given = len(np.unique(safe.links[safe.links >= 0]))
    several = int((np.unique(sample.firm, return_counts=True)[1] > 1).sum())
    return Outcome(data, sample, _KEYS, safe.hidden, left_out, given, several - given)


def _times(sample: Sample) -> Ints:
    """A number that rises with the quarter, follow-ups last."""
    follow_up = sample.facts["occasion"].numbers({"follow_up": 1.0}, 0.0).astype(np.int64)
    return sample.facts["quarter"].ranks() * 2 + follow_up


def _drawn(count: int) -> Ints:
    """An order drawn anew for each release, from the system's own randomness.

    Sorting by 64 random bits is as good as shuffling: two alike come once in 10⁷ millions.
    """
    lots = np.frombuffer(secrets.token_bytes(8 * count), dtype=np.uint64)
    return np.argsort(lots)


def _sensitive(sample: Sample) -> dict[str, Small]:
    """Every practice's answer and growth as told; missing codes are values."""
    found = {
        practice.id: _answers(sample, practice.id)
        for theme in sample.book.themes
        for practice in theme.practices
    }
    for name in ("growth_type", "phase", "attitude"):
        found[name] = sample.facts[name].index
    return found


def _answers(sample: Sample, practice: str) -> Small:
    return sample.levels.answers[:, sample.levels.practices.index(practice)]


def _why_left_out(values: Small) -> str:
    _, counts = np.unique(values, return_counts=True)
    if len(counts) == 1:
        return "toutes les réponses sont les mêmes"
    if counts.max() > MAX_SHARE * len(values):
        return "presque toutes les réponses sont les mêmes (plus de 95 %)"
    return ""


class _Table:
    """The columns of a release, in order."""

    def __init__(
        self,
        sample: Sample,
        keys: Sequence[Column],
        hidden: Flags,
        links: Ints,
        left_out: frozenset[str],
    ) -> None:
        self._sample, self._keys, self._hidden = sample, keys, hidden
        self._links, self._left_out = links, left_out
        self._book = sample.book

    def columns(self) -> list[Column]:
        return [
            *self._ids(),
            *self._released_keys(),
            *self._circumstances(),
            *self._practices(),
            *self._computed(),
            *self._wishes(),
            *self._kept(),
        ]

    def _ids(self) -> list[Column]:
        count = len(self._sample)
        numbers = np.arange(1, count + 1, dtype=np.float64)
        _, ranks = np.unique(self._links, return_inverse=True)
        # Drawn anew too: the number of a link says nothing of its class.
        drawn = _drawn(int(ranks.max(initial=0)) + 1).astype(np.float64) + 1
        links = np.where(self._links >= 0, drawn[ranks], np.nan)
        return [
            Column("id", "Numéro tiré au sort, propre à ce fichier", "id", numbers),
            Column("link", "Même entreprise revue (propre à ce fichier)", "id", links),
        ]

    def _released_keys(self) -> list[Column]:
        return [
            Column(
                key.name,
                key.label,
                "key",
                np.where(self._hidden[:, j], float(SUPPRESSED), key.values),
                key.codes,
                key.labels,
            )
            for j, key in enumerate(self._keys)
        ]

    def _circumstances(self) -> list[Column]:
        facts, book = self._sample.facts, self._book
        extents = {"full": "entretien complet", "short": "entretien court"}
        occasions = {"first": "premier diagnostic", "follow_up": "suivi"}
        sizes: list[tuple[str, str, Role, dict[str, str]]] = [
            ("extent", "Étendue de l’entretien", "other", extents),
            ("occasion", "Premier diagnostic ou suivi", "other", occasions),
            ("growth_type", "Type de croissance du chiffre d’affaires", "sensitive", GROWTH),
            ("phase", "Phase ressentie", "sensitive", coded(book.phases)),
            ("attitude", "Attitude envers la croissance", "sensitive", coded(book.attitudes)),
            ("duration", "Durée de l’entretien", "other", DURATIONS),
        ]
        version = Column(
            "version", "Version du questionnaire", "other", self._sample.version.astype(np.float64)
        )
        lists = [
            listed(name, label, role, facts[name], labels)
            for name, label, role, labels in sizes
            if name not in self._left_out and labels
        ]
        confidence = _told(self._sample.confidence)
        scale = {1.0: "faible", 2.0: "moyenne", 3.0: "bonne"}
        return [
            version,
            *lists,
            Column("confidence", "Confiance du conseiller", "other", confidence, (), scale),
        ]

    def _practices(self) -> list[Column]:
        return [
            self._practice(practice)
            for theme in self._book.themes
            for practice in theme.practices
            if practice.id not in self._left_out
        ]

    def _practice(self, practice: PracticeCode) -> Column:
        answers = _answers(self._sample, practice.id)
        values = np.append(self._sample.levels.values, 0.0)
        placed = np.where(answers >= 0, values[np.maximum(answers, -1)], answers.astype(float))
        labels = {level.value: level.label for level in practice.levels}
        label = f"{practice.number} {practice.title}"
        return Column(practice.id, label, "sensitive", placed, (), labels, practice.question)

    def released_levels(self) -> Levels:
        """The levels that are released; what is left out was never asked."""
        levels = self._sample.levels
        columns = [p in self._left_out for p in levels.practices]
        answers = levels.answers.copy()
        answers[:, columns] = MISSING["not_asked"]
        return Levels(levels.practices, levels.values, answers)

    def _computed(self) -> list[Column]:
        found: list[Column] = []
        scores = _scores(self._sample, self.released_levels())
        for theme in self._book.themes:
            mean, lower, coverage = scores[theme.id]
            title = f"{theme.number} {theme.title}"
            found += [
                Column(theme.id, f"{title}\u00a0: moyenne", "computed", mean),
                Column(f"{theme.id}_low", f"{title}\u00a0: borne basse", "computed", lower),
                Column(f"{theme.id}_coverage", f"{title}\u00a0: couverture", "computed", coverage),
            ]
        if self._book.overall is not None:
            overall = self._book.overall
            found.append(Column(overall.id, overall.title, "computed", scores[""][0]))
        return found

    def _wishes(self) -> list[Column]:
        found = []
        told = {"importance": self._sample.importance, "wish": self._sample.wish}
        scale = {0.0: "aucune", 1.0: "faible", 2.0: "moyenne", 3.0: "forte"}
        yes = {0.0: "non", 1.0: "oui"}
        for theme in self._book.themes:
            for name, label, labels in (
                ("importance", "importance", scale),
                ("wish", "souhait d’y travailler", yes),
            ):
                stated = told[name].column(theme.id)
                numbers = _told(
                    stated if stated is not None else np.full(len(self._sample), -1, np.int8)
                )
                title = f"{theme.title}\u00a0: {label}"
                found.append(Column(f"{theme.id}_{name}", title, "other", numbers, (), labels))
        return found

    def _kept(self) -> list[Column]:
        """Needs, actions, brakes and levers.

        A need of a practice that is left out would tell of its level: it goes too, and so do the
        actions of that record, which answer to its needs.
        """
        sample, yes = self._sample, {0.0: "non", 1.0: "oui"}
        columns = {p: j for j, p in enumerate(sample.levels.practices)}
        gone = sample.needs[:, [j for p, j in columns.items() if p in self._left_out]].any(axis=1)
        found = [
            Column(
                f"need_{p.id}",
                f"Besoin retenu\u00a0: {p.number} {p.title}",
                "other",
                sample.needs[:, columns[p.id]].astype(np.float64),
                (),
                yes,
            )
            for theme in self._book.themes
            for p in theme.practices
            if p.id not in self._left_out
        ]
        titles = coded(self._book.actions)
        for number, code in enumerate(sample.action_codes):
            kept = np.where(gone, float(SUPPRESSED), sample.actions[:, number].astype(np.float64))
            label = f"Action retenue\u00a0: {titles.get(code, code)}"
            found.append(Column(f"action_{code}", label, "other", kept, (), yes))
        for name, label, codes in (
            ("brake", "Frein", self._book.brakes),
            ("lever", "Levier", self._book.levers),
        ):
            found += [self._ranked(name, label, code) for code in codes]
        return found

    def _ranked(self, name: str, label: str, code: CodeLabel) -> Column:
        ranks = self._sample.cited[f"{name}s"].column(code.code)
        if ranks is None:
            ranks = np.zeros(len(self._sample), dtype=np.int8)
        labels = {0.0: "non cité", 1.0: "1er", 2.0: "2e", 3.0: "3e"}
        title = f"{label} cité\u00a0: {code.label}"
        return Column(f"{name}_{code.code}", title, "other", ranks.astype(np.float64), (), labels)


def _told(numbers: Tiny) -> Floats:
    return np.where(numbers >= 0, numbers.astype(np.float64), float(UNKNOWN))


def _scores(sample: Sample, levels: Levels) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Theme → (mean, lower bound, coverage), from released levels; "" is the overall score."""
    released = replace(sample, levels=levels)
    found = {}
    for theme in sample.book.themes:
        scores = released.theme_score(theme.id)
        found[theme.id] = scores.score, scores.lower_bound, scores.coverage
    overall = released.overall()
    if overall is not None:
        found[""] = (overall, overall, overall)
    return found
