"""The manifest of an app that wants to hear of everything, whole or with something taken away."""

from collections.abc import Collection
from pathlib import Path

_MANIFEST = """\
display_information: {name: eager}
features:
  app_home: {home_tab_enabled: true}
  bot_user: {display_name: eager}
  slash_commands:
    - {command: /eager, description: Say something, should_escape: false}
    - {command: /escaping, description: Say it with ids, should_escape: true}
  shortcuts:
    - {name: Anywhere, type: global, callback_id: anywhere, description: From anywhere}
    - {name: On this, type: message, callback_id: on_this, description: On a message}
oauth_config:
  scopes:
    bot:
      - app_mentions:read
      - bookmarks:read
      - bookmarks:write
      - canvases:write
      - channels:history
      - channels:join
      - channels:manage
      - channels:read
      - chat:write
      - commands
      - files:read
      - files:write
      - groups:history
      - groups:read
      - groups:write
      - im:history
      - im:read
      - im:write
      - links:write
      - pins:read
      - pins:write
      - reactions:read
      - reactions:write
      - team:read
      - usergroups:read
      - users:read
      - users:read.email
settings:
  interactivity: {is_enabled: true}
  event_subscriptions:
    bot_events:
      - app_home_opened
      - app_mention
      - channel_archive
      - channel_created
      - channel_rename
      - group_archive
      - group_rename
      - member_joined_channel
      - member_left_channel
      - message.channels
      - message.groups
      - message.im
      - pin_added
      - pin_removed
      - reaction_added
      - reaction_removed
"""


def write_manifest(directory: Path, *, without: Collection[str] = ()) -> Path:
    """Write it without some of its lines, named by what stands in them, and say where it is."""
    lines = _MANIFEST.splitlines()
    kept = [line for line in lines if line.strip().removeprefix("- ") not in without]
    assert len(lines) - len(kept) == len(without)
    path = directory / "manifest.yaml"
    path.write_text("\n".join(kept), encoding="utf-8")
    return path
