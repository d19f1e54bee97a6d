"""Whether a restoring waits to be finished: asked at each start, so that nothing is loaded for it."""

from __future__ import annotations

from pathlib import Path

#: The folder whose name decides, in the profile's: all that is in it will be put in place.
READY = "restauration.prete"


def is_staged(folder: Path) -> bool:
    """Whether a restoring waits in ``folder`` to be finished."""
    return (folder / READY).is_dir()
