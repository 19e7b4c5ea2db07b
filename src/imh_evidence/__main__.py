"""``python -m imh_evidence``."""

import sys

from .cli import main


sys.exit(main())
