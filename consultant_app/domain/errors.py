"""Two roots for everything that can go wrong.

`KnownError` is the world's fault (a wrong passphrase, a full disk, a broken file): it carries one
French sentence for the person in front of the screen, saying what happened and what to do.
Anything else is our bug: work is saved, a report is written (see `ui/messages.py` and `cli.py`).
"""

from __future__ import annotations


class KnownError(Exception):
    """A failure that the program understands; ``str(error)`` is the sentence to show."""

    @property
    def sentence(self) -> str:
        """The French sentence shown to the person, complete with its final full stop."""
        return str(self)


class BadQuestionnaireError(KnownError):
    """A questionnaire or catalogue file that cannot be used as it is."""


class UnknownIdError(KnownError):
    """No interview, company, questionnaire or action answers to the given id."""


class ClosedInterviewError(KnownError):
    """An act that only a draft allows was tried on a closed interview."""


class BlockedClosingError(KnownError):
    """The interview cannot be closed yet: a critical check fails."""
