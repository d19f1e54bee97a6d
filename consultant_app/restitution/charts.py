"""Every chart of the restitution, each defined once for paper, screen and page (see `drawing`)."""

from __future__ import annotations

from consultant_app.restitution.chart_compare import (
    PeerRow,
    TwoDatesRow,
    peers,
    two_profiles,
)
from consultant_app.restitution.chart_growth import Years, strip, turnover
from consultant_app.restitution.chart_ladder import Bar, cover_ladder, step_glyph, theme_strip
from consultant_app.restitution.chart_matrix import MatrixBand, MatrixTheme, matrix
from consultant_app.restitution.chart_profile import ProfileMark, ProfileRow, profile
from consultant_app.restitution.columns import Columns
from consultant_app.restitution.drawing import COLOURS, Chart, Colour, Primitive

__all__ = [
    "COLOURS",
    "Bar",
    "Chart",
    "Colour",
    "Columns",
    "MatrixBand",
    "MatrixTheme",
    "PeerRow",
    "Primitive",
    "ProfileMark",
    "ProfileRow",
    "TwoDatesRow",
    "Years",
    "cover_ladder",
    "matrix",
    "peers",
    "profile",
    "step_glyph",
    "strip",
    "theme_strip",
    "turnover",
    "two_profiles",
]
