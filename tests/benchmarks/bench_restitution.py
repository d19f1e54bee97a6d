"""The full restitution on paper, against the same content printed from HTML by a browser.

Cold: Chromium is started for the one paper, as a program without its own typesetter would do it.
Warm: it runs already and is only given the page. Without Chromium on the machine only the time
itself is held to its budget.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from consultant_app.restitution.html import render as render_html
from consultant_app.restitution.model import Restitution
from consultant_app.restitution.pdf import render
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.restitutions import varied_cases

CREATED = datetime(2026, 6, 16, 16, 30, tzinfo=UTC)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
FASTER = Budget(ratio=1 if CHROMIUM else None, value=0.5)


def _paper() -> Restitution:
    return next(case for case in varied_cases() if case.name == "artisan décidé").restitution


@benchmark("restitution, against Chromium started cold", budget=FASTER, repeats=5)
@contextmanager
def against_cold_browser() -> Iterator[Pair]:
    paper = _paper()
    with TemporaryDirectory() as folder:
        page, out = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(render_html(paper), encoding="utf-8")
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}"]

        def floor() -> None:
            subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
            _require_pdf(out.read_bytes())

        yield Pair(
            lambda: _require_pdf(render(paper, created=CREATED)), floor if CHROMIUM else None
        )


@benchmark("restitution, against Chromium kept warm", budget=FASTER, repeats=7)
@contextmanager
def against_warm_browser() -> Iterator[Pair]:
    paper = _paper()
    html = render_html(paper)
    with ExitStack() as stack:
        floor = None
        if CHROMIUM:
            player = stack.enter_context(sync_playwright())
            browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS[1:])
            stack.callback(browser.close)
            page = browser.new_page()

            def floor() -> None:
                page.set_content(html, wait_until="load")
                _require_pdf(page.pdf(prefer_css_page_size=True, print_background=True))

        yield Pair(lambda: _require_pdf(render(paper, created=CREATED)), floor)


def _require_pdf(data: bytes) -> None:
    """A browser that fails quietly must not look fast."""
    if not data.startswith(b"%PDF") or len(data) < 20_000:
        raise RuntimeError("no paper came out")
