"""What happens in a workspace, whoever causes it: the change, Slack's own line about it, the app's events."""
