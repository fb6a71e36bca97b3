"""An instant, as every value of a diagnosis holds it."""

from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec

Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""Aware. A document with a naive one is refused; in JSON it is a date-time of RFC 3339."""
