"""Two comparisons: with similar firms, and with the firm itself at its last diagnostic."""

from __future__ import annotations

from consultant_app.domain.comparison import Comparison, Move, PracticeChange, compare
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.questionnaire import Theme
from consultant_app.domain.references import NoPeers, PeerGroup, Quartiles
from consultant_app.domain.typography import (
    capital,
    count,
    counted,
    date_long,
    enumerate_words,
    number,
    plural,
)
from consultant_app.restitution.chart_compare import PeerRow, TwoDatesRow, peers, two_profiles
from consultant_app.restitution.model import DoneRow, FollowUpPage, MovedRow, PeersPage
from consultant_app.restitution.phrases import paragraph, rich, text
from consultant_app.restitution.reading import Reading
from consultant_app.restitution.section_front import FOLLOW_UP, PEERS, priority_mark

_WHY_NOT = {
    NoPeers.NOT_INSTALLED: (
        "Pas encore de valeurs de référence : la comparaison viendra quand le programme aura "
        "publié celles d’un nombre suffisant d’entreprises."
    ),
    NoPeers.OTHER_QUESTIONNAIRE: (
        "Les valeurs de référence installées viennent d’un autre questionnaire : les comparer avec "
        "vos réponses ne dirait rien de juste."
    ),
    NoPeers.TOO_FEW: (
        "Trop peu d’entreprises semblables ont répondu pour comparer sans en reconnaître une. La "
        "comparaison viendra avec leur nombre."
    ),
}
_PEERS_KEY = (
    "La boîte contient la moitié du groupe ; le trait épais le partage en deux. Le point, c’est "
    "vous, là où s’arrête la bande de votre profil."
)
_SIZES = {
    "0": "sans salarié",
    "1-9": "de 1 à 9 salariés",
    "10-49": "de 10 à 49 salariés",
    "50-249": "de 50 à 249 salariés",
    "250+": "de 250 salariés ou plus",
}


def peers_page(reading: Reading) -> PeersPage:
    """Compared with similar firms, or one sentence saying why not."""
    group = reading.context.peers
    title = "Et les entreprises comparables ?"
    if isinstance(group, NoPeers):
        return PeersPage(PEERS, text(title), paragraph(_WHY_NOT[group]), None, ())
    rows = [_peer_row(reading, group, theme) for theme in reading.themes]
    if not any(row.quartiles for row in rows):
        return PeersPage(PEERS, text(title), paragraph(_WHY_NOT[NoPeers.TOO_FEW]), None, ())
    return PeersPage(
        anchor=PEERS,
        title=text(title),
        lede=paragraph(_peers_lede(reading, group)),
        chart=peers(reading.columns, rows),
        notes=tuple(map(paragraph, _peer_notes(reading, group))),
    )


def _quartiles(values: Quartiles | None) -> tuple[float, float, float] | None:
    if values is None or values.q1 is None or values.q3 is None:
        return None
    return values.q1, values.median, values.q3


def _peer_row(reading: Reading, group: PeerGroup, theme: Theme) -> PeerRow:
    quartiles = _quartiles(group.themes.get(theme.id))
    bound = reading.bound(theme)
    return PeerRow(
        number=str(reading.diagnosis.questionnaire.theme_number(theme.id)),
        title=reading.chart_title(theme),
        bound=bound,
        quartiles=quartiles,
        words=_position(bound, quartiles),
    )


def _position(bound: float | None, quartiles: tuple[float, float, float] | None) -> str:
    if quartiles is None:
        return "pas de comparaison possible"
    if bound is None:
        return "sans niveau chez vous"
    if bound > quartiles[2]:
        return "plus avancé que les trois quarts du groupe"
    if bound < quartiles[0]:
        return "moins avancé que les trois quarts du groupe"
    return "dans la moitié centrale du groupe"


def _peers_lede(reading: Reading, group: PeerGroup) -> str:
    ahead: list[Theme] = []
    behind: list[Theme] = []
    for theme in reading.themes:
        quartiles, bound = _quartiles(group.themes.get(theme.id)), reading.bound(theme)
        if quartiles and bound is not None:
            if bound > quartiles[2]:
                ahead.append(theme)
            elif bound < quartiles[0]:
                behind.append(theme)
    parts = []
    if ahead:
        parts.append(_beyond(ahead, "plus avancé"))
    if behind:
        parts.append(f"{_beyond(behind, 'moins avancé')} À vous de dire si cela compte.")
    if not parts:
        return "Sur les thèmes comparés, vous êtes dans la moitié centrale du groupe."
    return " ".join(parts)


def _beyond(themes: list[Theme], how: str) -> str:
    """« Deux thèmes sont plus avancés que les trois quarts du groupe : … »."""
    many = len(themes) > 1
    said = f"{capital(counted(len(themes), 'thème'))} {'sont' if many else 'est'} {how}"
    said += f"{'s' if many else ''} que les trois quarts du groupe"
    names = " ; ".join(theme.title for theme in themes)
    return f"{said} : {names}." if len(themes) < 4 else f"{said}."


def _peer_notes(reading: Reading, group: PeerGroup) -> list[str]:
    what = f"entreprises {_SIZES[group.size]}" if group.size else "entreprises de toutes tailles"
    activity = reading.context.peers_activity if group.activity else ""
    field = f"activité « {activity} »" if activity else "toutes activités"
    return [
        f"Le groupe : {what}, {field} ; environ {number(group.n)} entreprises, campagne {group.campaign}.",
        _PEERS_KEY,
    ]


def follow_up_page(reading: Reading, previous: Diagnosis) -> FollowUpPage:
    """The two profiles, what moved, and what became of what was kept."""
    comparison = compare(previous, reading.diagnosis)
    day = date_long(previous.interview.held_on)
    rows = [_two_dates(reading, comparison, theme) for theme in reading.themes]
    moved = tuple(_moved(reading, c) for c in _changes(comparison))
    done = (*_needs(reading, comparison), *_actions(reading, comparison))
    return FollowUpPage(
        anchor=FOLLOW_UP,
        title=text(f"Depuis le {day}"),
        lede=paragraph(_follow_up_lede(comparison)),
        chart=two_profiles(reading.columns, rows),
        key=rich(
            "Barre vide : le ",
            day,
            ". Barre pleine : aujourd’hui. ",
            "Seules les pratiques vues aux deux dates y comptent.",
        ),
        moved_title="Ce qui a bougé",
        moved_columns=("Pratique", text(f"Le {day}"), "Aujourd’hui"),
        moved=moved,
        moved_empty="" if moved else text("Aucune pratique n’a changé de marche depuis."),
        done_title="Ce qui avait été gardé",
        done_columns=("Priorité ou action", "Où elle en est", "Remarque"),
        done=done,
        done_empty="" if done else text("Rien n’avait été gardé la dernière fois."),
    )


def _two_dates(reading: Reading, comparison: Comparison, theme: Theme) -> TwoDatesRow:
    change = comparison.themes[theme.id]
    moved = ""
    if change.change is not None:
        moved = (
            "stable" if abs(change.change) < 0.125 else "avance" if change.change > 0 else "recule"
        )
    return TwoDatesRow(
        number=str(reading.diagnosis.questionnaire.theme_number(theme.id)),
        title=reading.chart_title(theme),
        before=change.previous,
        today=change.current,
        moved=moved,
    )


def _changes(comparison: Comparison) -> tuple[PracticeChange, ...]:
    return (*comparison.moved(Move.UP), *comparison.moved(Move.DOWN))


def _follow_up_lede(comparison: Comparison) -> str:
    up, down = len(comparison.moved(Move.UP)), len(comparison.moved(Move.DOWN))
    same = len(comparison.moved(Move.SAME))
    if not up + down + same:
        return "Les deux diagnostics n’ont pas de pratique en commun : rien ne se compare encore."
    parts = []
    if up:
        verb = plural(up, "a monté", "ont monté")
        parts.append(
            f"{count(up, feminine=True)} {plural(up, 'pratique')} {verb} d’une marche ou plus"
        )
    if down:
        verb = plural(down, "a reculé", "ont reculé")
        noun = "" if up else f" {plural(down, 'pratique')}"
        parts.append(f"{count(down, feminine=True)}{noun} {verb}")
    if not parts:
        return (
            "Aucune pratique n’a changé de marche. Voici ce qu’est devenu ce qui avait été gardé."
        )
    done = sum(item.outcome == "done" for item in comparison.needs)
    end = ""
    if comparison.needs:
        total = len(comparison.needs)
        end = f" Sur {count(total, feminine=True)} {plural(total, 'priorité gardée', 'priorités gardées')}, "
        end += (
            f"{count(done, feminine=True)} {plural(done, 'est faite', 'sont faites')}."
            if done
            else ("aucune n’est encore faite.")
        )
    return f"{capital(enumerate_words(parts))}.{end}"


def _moved(reading: Reading, change: PracticeChange) -> MovedRow:
    theme = reading.theme_of[change.practice_id]
    number_ = reading.diagnosis.questionnaire.theme_number(theme.id)
    rank = [p.id for p in theme.practices].index(change.practice_id) + 1
    return MovedRow(
        code=f"{number_}.{rank}",
        title=text(reading.practice(change.practice_id).title),
        before=_level(reading, change.previous),
        today=_level(reading, change.current),
    )


def _level(reading: Reading, level: float | None) -> str:
    return "" if level is None else text(reading.level_name(level))


_OUTCOMES = {
    "done": "faite",
    "started": "commencée",
    "dropped": "laissée de côté",
    "": "non précisée",
}


def _needs(reading: Reading, comparison: Comparison) -> list[DoneRow]:
    practices = reading.diagnosis.questionnaire.practices
    rows = []
    for rank, item in enumerate(comparison.needs, start=1):
        if item.practice_id not in practices:
            continue
        title = reading.wording(item.practice_id).priority
        rows.append(
            DoneRow(
                priority_mark(rank, reading.practice(item.practice_id).title),
                text(title),
                _OUTCOMES.get(item.outcome, item.outcome),
                paragraph(item.comment),
            )
        )
    return rows


def _actions(reading: Reading, comparison: Comparison) -> list[DoneRow]:
    catalogue = reading.context.catalogue
    titles = {action.id: action.title for action in catalogue.actions} if catalogue else {}
    return [
        DoneRow(
            None,
            text(f"Action : {titles[item.action_id]}"),
            _OUTCOMES.get(item.outcome, item.outcome),
            paragraph(item.comment),
        )
        for item in comparison.actions
        if item.action_id in titles
    ]
