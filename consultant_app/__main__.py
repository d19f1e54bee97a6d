"""`python -m consultant_app` is `consultant-app`."""

import sys

from consultant_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
