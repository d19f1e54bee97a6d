"""Importing this does once all that a laptop does, so that processes forked afterwards start warm.

Only the process that forks others imports it: what is imported late, or read once, is there then.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory


def _live_once() -> None:
    # sqlite-utils takes it along where it is there: nothing here needs it, and it is slow to fork.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    from sync.client.enrol import Place
    from tests.sync import mortal, mutants  # noqa: F401 - to be there when others are forked
    from tests.sync.deeds import Deed, do
    from tests.sync.laptops import Laptop, make_template

    with (
        TemporaryDirectory(prefix="warm-") as folder,
        Laptop(make_template(Path(folder))) as laptop,
    ):
        laptop.join(Place("http://127.0.0.1:9", "nobody", "nobody", "nothing"))
        do(laptop, Deed("hold"))
        do(laptop, Deed("exchange"))


_live_once()
