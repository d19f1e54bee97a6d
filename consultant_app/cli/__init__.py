"""The command line: a second front end on the same services as the window.

JSON goes to standard output, sentences for people to standard error. Exit codes: 0 done, 1 a known
error (one French sentence), 2 wrong usage, 70 a bug. Headless commands never import Qt.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from consultant_app.domain.errors import KnownError

EXIT_KNOWN, EXIT_USAGE, EXIT_BUG = 1, 2, 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from consultant_app.cli.parser import build_parser

    options = build_parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except KnownError as error:
        print(error.sentence, file=sys.stderr)
        return EXIT_KNOWN
    except KeyboardInterrupt:
        print("Interrompu\u202f; ce qui était enregistré le reste.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_KNOWN
    except Exception as error:  # noqa: BLE001 - the last door: a bug becomes a report, never a trace
        from consultant_app.bootstrap import report_bug

        print(report_bug(error, options.profile), file=sys.stderr)
        return EXIT_BUG
    return code
