"""`python -m landbridge` is the command `landbridge`."""

import sys

from landbridge.entrypoints.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
