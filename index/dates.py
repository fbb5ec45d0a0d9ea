"""When an article was published: dates as sources print them, and "day 408 of the invasion".

Conflicts and their first days are data (`conflicts.json`).
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

from index.types import Precision, Published
