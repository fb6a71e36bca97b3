"""Names for JSON documents."""

from typing import Any

JsonObject = dict[str, Any]
"""A JSON object whose shape Slack's documentation gives; a type of ours could not say more."""

JsonList = list[JsonObject]
"""A list of such objects."""
