"""The local workspace: a strict Slack stand-in with a page of its own."""
