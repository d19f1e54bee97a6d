"""What a key means during the interview, whatever the keyboard's layout.

Keys are read by the character they type: on a French AZERTY keyboard the digits' row types
« à & é " ' » without Shift, and those are the digits meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_AZERTY = {"à": 0, "&": 1, "é": 2, '"': 3, "'": 4, "(": 5, "-": 6, "§": 6, "è": 7, "_": 8, "ç": 9}
_KEYPAD_OR_CTRL = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Command(StrEnum):
    """What a key asks for."""

    DIGIT = "digit"
    HALF = "half"
    DONT_KNOW = "n"
    NOT_APPLICABLE = "s"
    REFUSED = "r"
    DECLARED = "d"
    SEEN = "c"
    NOTE = "a"
    FLAG = "v"
    YES = "o"
    LATER = "p"
    NEXT = "next"
    BACK = "back"
    FORWARD = "forward"
    UP = "up"
    DOWN = "down"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Key:
    """A command, and its digit when it is one."""

    command: Command
    digit: int = 0


_LETTERS = {command.value: command for command in Command if len(command.value) == 1}
_PLAIN = {
    Qt.Key.Key_Return: Command.NEXT,
    Qt.Key.Key_Enter: Command.NEXT,
    Qt.Key.Key_Left: Command.BACK,
    Qt.Key.Key_Right: Command.FORWARD,
    Qt.Key.Key_Up: Command.UP,
    Qt.Key.Key_Down: Command.DOWN,
    Qt.Key.Key_Delete: Command.CLEAR,
    Qt.Key.Key_Backspace: Command.CLEAR,
}

#: All keys, for F1: (keys, what they do).
ALL_KEYS = (
    ("0 – 4", "placer le niveau (à & é \" ' sans Maj)"),
    (",", "demi-niveau, quand l’échelle en a"),
    ("N", "ne sait pas"),
    ("S", "sans objet"),
    ("R", "ne souhaite pas répondre"),
    ("Suppr", "effacer la réponse"),
    ("D", "réponse déclarée"),
    ("C", "réponse constatée"),
    ("A", "écrire une note privée"),
    ("V", "à revoir avant de clore"),
    ("Entrée", "question suivante"),
    ("← →", "questions déjà vues, dans l’ordre"),
    ("↑ ↓", "passer d’une carte à l’autre, puis Espace pour choisir"),
    ("Alt ↓", "prochaine question sans réponse"),
    ("Ctrl ↑ ↓", "changer le rang d’un choix classé"),
    ("Ctrl Z", "annuler"),
    ("Ctrl Y", "rétablir"),
    ("Ctrl F", "chercher une question"),
    ("Ctrl S", "réessayer d’enregistrer"),
    ("F9", "masquer ou montrer la marge"),
    ("F11", "écran du dirigeant"),
    ("Échap", "quitter un champ"),
    ("F1", "toutes les touches"),
)


def as_digits(text: str, *, has_dashes: bool) -> str:
    """Return ``text`` with the signs of the AZERTY digits' row read as its digits.

    A dash stays one at the beginning (a negative number), and everywhere where ``has_dashes`` (a
    date).
    """

    def meant(place: int, sign: str) -> str:
        if sign == "-" and (has_dashes or place == 0):
            return sign
        return str(_AZERTY.get(sign, sign))

    return "".join(meant(place, sign) for place, sign in enumerate(text))


def read(event: QKeyEvent) -> Key | None:
    """Return what a key press asks for, None when it asks for nothing here."""
    if event.modifiers() & _KEYPAD_OR_CTRL:
        return None
    plain = _PLAIN.get(Qt.Key(event.key()))
    if plain:
        return Key(plain)
    text = event.text().lower()
    if text.isdecimal() and len(text) == 1 and text.isascii():
        return Key(Command.DIGIT, int(text))
    if text in _AZERTY:
        return Key(Command.DIGIT, _AZERTY[text])
    if text in (",", ".", ";"):
        return Key(Command.HALF)
    letter = _LETTERS.get(text)
    return Key(letter) if letter else None
