"""certinc: a Slack bot for certificate incidents."""

__version__ = "0.1.0"
