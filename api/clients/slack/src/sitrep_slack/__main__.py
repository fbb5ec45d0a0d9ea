"""`python -m sitrep_slack`."""

from __future__ import annotations

import sys

from sitrep_slack.cli import main

sys.exit(main())
