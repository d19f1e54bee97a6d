"""`make bench`: prints each benchmark beside its floor; exit 1 when one is over its budget."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks.harness import HEADER, REGISTRY, discover, run_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="run those whose name holds NAME")
    parser.add_argument("--repeats", type=int, help="how many turns, instead of each one's own")
    parser.add_argument("--list", action="store_true", help="say what there is, and stop")
    arguments = parser.parse_args()
    discover()
    if arguments.list:
        print("\n".join(sorted(REGISTRY)))
        return 0
    print(HEADER, flush=True)
    over = seen = 0
    for result in run_all(arguments.only, arguments.repeats):
        print(result.line(), flush=True)
        seen += 1
        over += not result.is_within
    if not seen:
        print(f"no benchmark is named like {arguments.only!r}", file=sys.stderr)
        return 2
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
