"""Sentences composed from the questionnaire's texts, with their agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consultant_app.domain.questionnaire import Theme
from consultant_app.domain.typography import capital, count, counted, enumerate_words, plural
from consultant_app.restitution.reading import Reading, ThemeState


def topics(items: Sequence[str]) -> str:
    """List nouns that may hold « et » themselves: « la vente, le cap et le pilotage »."""
    ordered = sorted(items, key=lambda item: " et " in item)
    if ordered and " et " in ordered[-1]:
        return ", ".join(ordered)
    return enumerate_words(ordered)


def is_plural(items: Sequence[str]) -> bool:
    """Whether a verb after these nouns is in the plural."""
    return len(items) > 1 or any(" et " in item or item.startswith("les ") for item in items)


def lede(reading: Reading) -> str:
    """The one sentence of the first page: where the firm stands firm, what comes first."""
    if not reading.has_levels:
        return (
            "Trop peu de réponses pour dire où en est l’entreprise. "
            "Chaque thème dit à qui demander ce qui manque."
        )
    return f"{_support(reading)} {_priorities(reading)}".strip()


def _support(reading: Reading) -> str:
    strengths = reading.diagnosis.proposal.strengths
    places = _first(reading.theme_of[s.practice_id].place for s in strengths)
    if not places:
        return (
            ""
            if _has_high(reading)
            else "Aucune pratique n’est encore un appui sûr ; c’est fréquent."
        )
    subject = "Votre appui est" if len(strengths) == 1 else "Vos appuis sont"
    return f"{subject} {enumerate_words(places)}."


def _upper(reading: Reading) -> float:
    return reading.scale.max - (reading.scale.max - reading.scale.min) / 4


def _has_high(reading: Reading) -> bool:
    """Whether a practice stands high, be it counted among the priorities."""
    levels = (reading.answer(p.id).level for t in reading.themes for p in reading.asked(t))
    return any(level is not None and level >= _upper(reading) for level in levels)


def _priorities(reading: Reading) -> str:
    kept = [item.practice_id for item in reading.kept]
    if not kept:
        if reading.vigilance:
            return (
                f"{capital(counted(len(reading.vigilance), 'point'))} de vigilance "
                f"{plural(len(reading.vigilance), 'demande', 'demandent')} votre attention."
            )
        if reading.diagnosis.proposal.strengths:
            return "Rien ne presse : il s’agit de garder ce niveau."
        return ""
    every = list(dict.fromkeys(reading.theme_of[p].topic for p in kept))
    named = every[:2]
    mostly = " surtout" if len(every) > len(named) else ""
    if len(kept) == 1:
        return f"Votre priorité touche {topics(named)}."
    return f"Vos priorités touchent{mostly} {topics(named)}."


def _first(items: Iterable[str], most: int = 2) -> list[str]:
    return list(dict.fromkeys(items))[:most]


def no_strength(reading: Reading) -> str:
    """The honest sentence where no practice is a strength."""
    if not reading.has_levels:
        return "Les réponses manquent pour en nommer : ce n’est pas un jugement."
    name = reading.scale.name_of(_upper(reading))
    return (
        f"Aucune pratique n’est encore à la marche « {name} » ou plus haut, en dehors de vos "
        "priorités. Beaucoup d’entreprises commencent ainsi."
    )


def no_priority(reading: Reading) -> str:
    """What stands where there is no priority."""
    proposed = len(reading.diagnosis.proposal.priorities)
    if proposed:
        return (
            f"Vous n’avez pas gardé de priorité ; le diagnostic en proposait {count(proposed, feminine=True)}. "
            "Chaque thème décrit la marche suivante, si vous changez d’avis."
        )
    if reading.diagnosis.proposal.to_verify:
        return (
            "Pas de priorité proposée pour l’instant. Le premier pas : réunir ce qui manque. "
            "Chaque thème dit à qui le demander."
        )
    if reading.has_levels:
        return (
            "Aucune pratique ne demande de travail particulier. L’enjeu est de garder ce niveau ; "
            "chaque thème dit comment."
        )
    return "Les réponses manquent pour proposer des priorités."


def priorities_title(count_: int) -> str:
    """The heading above the priorities."""
    if count_ == 0:
        return "Vos priorités"
    if count_ == 1:
        return "Votre priorité, et le premier pas"
    return f"Vos {count(count_)} priorités, et le premier pas"


#: Importance → (word of the band, verbs for what is fragile, singular then plural).
BANDS: dict[int | None, tuple[str, str, str]] = {
    3: (
        "essentiel",
        "vous tient à cœur et reste fragile",
        "vous tiennent à cœur et restent fragiles",
    ),
    2: ("important", "compte et reste fragile", "comptent et restent fragiles"),
    1: ("utile", "en est au début, sans urgence pour vous", "en sont au début, sans urgence"),
    0: ("secondaire", "", ""),
    None: ("non précisé", "", ""),
}


def band_sentence(reading: Reading, importance: int | None, themes: Sequence[Theme]) -> str:
    """What a band of the matrix says: fragile, solid, on the way, to look at."""
    _, one, many = BANDS[importance]
    if not one:
        return ""
    groups: dict[str, list[Theme]] = {"fragile": [], "middle": [], "solid": [], "unknown": []}
    for theme in themes:
        bound = reading.bound(theme)
        if bound is not None:
            kind = "fragile" if bound < reading.middle else "middle"
            groups["solid" if bound >= _upper(reading) else kind].append(theme)
        elif reading.state(theme) in (ThemeState.TOO_FEW, ThemeState.NOTHING):
            groups["unknown"].append(theme)
    verbs = {
        "fragile": (one, many),
        "middle": ("tient une place régulière", "tiennent une place régulière"),
        "solid": ("tient bon", "tiennent bon"),
        "unknown": ("reste à regarder", "restent à regarder"),
    }
    parts = [
        _clause(groups[kind], *said, whole=len(groups[kind]) == len(reading.themes))
        for kind, said in verbs.items()
    ]
    return " ".join(part for part in parts if part)


def _clause(themes: Sequence[Theme], one: str, many: str, *, whole: bool) -> str:
    if not themes:
        return ""
    if len(themes) > 3:
        said = count(len(themes))
        return f"{f'Les {said}' if whole else capital(said)} thèmes {many}."
    names = [theme.topic for theme in themes]
    return f"{capital(topics(names))} {many if is_plural(names) else one}."


def theme_lede(reading: Reading, theme: Theme) -> str:
    """The lines under a theme's title: what it is to the dirigeant, what was found, coverage."""
    state = reading.state(theme)
    if state is ThemeState.NOT_APPLICABLE:
        return theme.not_applicable or "Ce thème ne concerne pas votre entreprise aujourd’hui."
    if state is ThemeState.NOT_ASKED:
        return "Ce thème n’a pas été abordé dans cet entretien court."
    parts = [_stated(reading, theme), _here(reading, theme), coverage(reading, theme)]
    return " ".join(part for part in parts if part)


def _stated(reading: Reading, theme: Theme) -> str:
    importance = reading.diagnosis.importance.get(theme.id)
    wished = reading.diagnosis.wished.get(theme.id, False)
    if importance is None:
        return "Vous voulez y travailler." if wished else ""
    word = capital(BANDS[importance][0])
    if wished:
        return f"{word} pour vous, et vous voulez y travailler."
    return f"{word} pour vous."


def _here(reading: Reading, theme: Theme) -> str:
    total = len(reading.kept)
    here = sum(reading.theme_of[item.practice_id].id == theme.id for item in reading.kept)
    if not here:
        return ""
    if here == total:
        return (
            "Votre priorité est ici." if total == 1 else f"Vos {count(total)} priorités sont ici."
        )
    verb = "est ici" if here == 1 else "sont ici"
    return f"{capital(count(here, feminine=True))} de vos {count(total)} priorités {verb}."


def coverage(reading: Reading, theme: Theme) -> str:
    """How many answers there are, in words, and whether that is enough to show a level."""
    score = reading.score(theme)
    if reading.state(theme) is ThemeState.NOTHING:
        return "Aucune réponse encore : voici à qui les demander."
    if reading.state(theme) is ThemeState.TOO_FEW:
        return (
            f"{capital(counted(score.answered, 'réponse', feminine=True))} sur "
            f"{count(score.asked)} : trop peu pour situer ce thème. Voici ce qu’il reste à vérifier."
        )
    if score.answered == score.asked:
        return _all_answered(score.asked)
    left = score.asked - score.answered
    known = f"{capital(counted(score.answered, 'réponse', feminine=True))} sur {count(score.asked)}"
    if score.to_verify == left:
        return (
            f"{known} ; {count(left, feminine=True)} {plural(left, 'reste', 'restent')} à vérifier."
        )
    return f"{known} ; {count(left, feminine=True)} {plural(left, 'manque', 'manquent')}."


def _all_answered(asked: int) -> str:
    if asked == 1:
        return "La question posée a sa réponse."
    return f"Les {count(asked)} questions ont leur réponse."
