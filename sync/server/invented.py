"""Invented records: plausible, seeded, and documented here. They describe no real firm.

Every share below was chosen for demonstrations and load, not measured. Each firm draws a size,
then an activity, a territory and an age independently; a hidden maturity (normal, mean 1.5 plus
0.25 per size class, deviation 0.8, on a scale of 0 to 4) drives its levels: each practice adds its
own ease (normal, deviation 0.5, one draw per seed) and noise (deviation 0.9), then is rounded and
cut to the scale. Of the practices, 5 % are not known, 4 % not applicable, 1 % refused, and a fifth
of the levels were seen. One firm in eight is seen again some quarters later, a little better.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from uuid import UUID

from sync.protocol.codebook import Codebook, CodeLabel

SIZES = {"0": 14, "1-9": 40, "10-49": 34, "50-249": 11, "250+": 1}
ACTIVITIES = {
    "AZ": 2, "BE": 24, "FZ": 18, "GI": 26, "JZ": 5, "KZ": 2, "LZ": 2, "MN": 14, "OQ": 4, "RU": 3,
}  # fmt: skip
TERRITORIES = {
    "01": 8, "03": 4, "07": 4, "15": 2, "26": 7, "38": 16, "42": 10, "43": 3, "63": 8, "69": 23,
    "73": 6, "74": 8, "HR": 1,
}  # fmt: skip
AGES = {"<3": 12, "3-9": 28, "10-24": 35, ">=25": 25}
GROWTH = {
    "hyper": 2, "forte_continue": 6, "forte_discontinue": 6, "rebond": 9, "declin": 17,
    "moderee": 30, "stable": 18, "trop_courte": 12,
}  # fmt: skip
DURATIONS = {"<45": 8, "45-74": 38, "75-104": 38, ">=105": 16}
QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1", "2027Q2")
#: Up to which draw (of 0 to 1) each missing code goes.
_MISSING = {"nsp": 0.05, "so": 0.09, "refused": 0.10}
_MISSED, _SEEN = 0.10, 0.20
_REGION_SIZES = ("50-249", "250+")
_AGAIN = 0.125


@dataclass(frozen=True, slots=True)
class Profile:
    """What may be known of a firm from outside: the record's keys."""

    size: str
    activity: str
    territory: str
    age: str


class Inventor:
    """Draws firms and their records; the same seed gives the same ones."""

    def __init__(self, codebook: Codebook, seed: int) -> None:
        self._codebook = codebook
        self._random = random.Random(seed)  # noqa: S311 - chance to be repeated, not a secret
        self._themes = {p.id: theme.id for theme in codebook.themes for p in theme.practices}
        self._practices = tuple(p for theme in codebook.themes for p in theme.practices)
        self._ease = [(p.id, self._random.gauss(0, 0.5)) for p in self._practices]

    def profile(self) -> Profile:
        """Draw a firm's keys; the département is left out from 50 staff on, as on the laptop."""
        size = self._one(SIZES)
        place = self._one(TERRITORIES)
        if size in _REGION_SIZES and place != "HR":
            place = "ARA"
        return Profile(size, self._one(ACTIVITIES), place, self._one(AGES))

    def records(self) -> Iterator[bytes]:
        """Draw records without end, in their canonical bytes."""
        while True:
            profile = self.profile()
            maturity = self._random.gauss(1.5 + 0.25 * list(SIZES).index(profile.size), 0.8)
            quarter = self._random.randrange(4)
            if self._random.random() >= _AGAIN:
                yield self._record(profile, maturity, quarter, None)
                continue
            code = sha256(self._random.randbytes(10)).hexdigest()
            yield self._record(profile, maturity, quarter, code)
            later = min(quarter + self._random.randint(1, 2), len(QUARTERS) - 1)
            better = maturity + self._random.gauss(0.3, 0.2)
            yield self._record(profile, better, later, code, occasion="follow_up")

    def _record(
        self,
        profile: Profile,
        maturity: float,
        quarter: int,
        code: str | None,
        occasion: str = "first",
    ) -> bytes:
        book, chance = self._codebook, self._random
        practices = self._placed(maturity)
        themes: dict[str, dict[str, object]] = {
            t.id: {"importance": chance.choice((1, 2, 2, 3)), "wish": chance.random() < 0.3}
            for t in book.themes
        }
        record = {
            "protocol": 1,
            "record_id": str(UUID(int=chance.getrandbits(128), version=4)),
            "revision": 1,
            "questionnaire": {"id": book.questionnaire, "version": book.version},
            "extent": "full",
            "occasion": occasion,
            "nomenclature": "naf-rev2",
            "activity": profile.activity,
            "size": profile.size,
            "territory": profile.territory,
            "age": profile.age,
            "quarter": QUARTERS[quarter],
            "growth": self._growth(),
            "practices": practices,
            "themes": themes,
            "needs": self._needs(practices, themes),
            "actions": [c.code for c in self._some(book.actions, 3)],
            "brakes": [c.code for c in self._some(book.brakes, 3)],
            "levers": [c.code for c in self._some(book.levers, 3)],
            "confidence": chance.choice((1, 2, 2, 3, 3)),
            "duration": self._one(DURATIONS),
            **({"follow_up": code} if code else {}),
        }
        return json.dumps(
            record, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()

    def _placed(self, maturity: float) -> dict[str, dict[str, object]]:
        """Draw every practice's level; in haste, for there are sixty of them a record."""
        lots, gauss = self._random.random, self._random.gauss
        low, high = self._codebook.scale_min, self._codebook.scale_max
        step = (high - low) / 4
        placed: dict[str, dict[str, object]] = {}
        for practice, ease in self._ease:
            lot = lots()
            if lot < _MISSED:
                placed[practice] = next({"missing": m} for m in _MISSING if lot < _MISSING[m])
                continue
            level = float(round(low + (maturity + ease + gauss(0, 0.9)) * step))
            level = low if level < low else high if level > high else level
            seen = lot - _MISSED < _SEEN
            placed[practice] = {"level": level, "evidence": "seen" if seen else "declared"}
        return placed

    def _needs(
        self, practices: dict[str, dict[str, object]], themes: dict[str, dict[str, object]]
    ) -> list[str]:
        """Keep the lowest levels of the themes that matter, six at most."""
        high, of = self._codebook.scale_max, self._themes
        gaps = [
            (-(high - level) * themes[of[p]]["importance"], p)  # type: ignore[operator]
            for p, placed in practices.items()
            if (level := placed.get("level")) is not None and level != high
        ]
        return [p for _, p in sorted(gaps)[: self._random.randint(2, 6)]]

    def _growth(self) -> dict[str, str]:
        growth = {"type": self._one(GROWTH)}
        for name, choices in (
            ("phase", self._codebook.phases),
            ("attitude", self._codebook.attitudes),
        ):
            if choices:
                growth[name] = self._random.choice(choices).code
        return growth

    def _one(self, shares: dict[str, int]) -> str:
        return self._random.choices(list(shares), cum_weights=list(accumulate(shares.values())))[0]

    def _some(self, choices: tuple[CodeLabel, ...], most: int) -> list[CodeLabel]:
        return self._random.sample(choices, min(len(choices), self._random.randint(0, most)))
