"""The questionnaires kept in the profile (see `documents.py`)."""

from consultant_app.storage.documents import Document, Questionnaires

__all__ = ["Document", "Questionnaires"]
