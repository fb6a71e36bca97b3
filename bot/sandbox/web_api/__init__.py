"""Slack's Web API under ``/api/``: a table of methods, and what stands in front of each of them."""
