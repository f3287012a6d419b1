"""``python -m springsim``."""

import sys

from springsim.cli import main

if __name__ == "__main__":
    sys.exit(main())
