"""Slack's JSON objects, made from what is stored."""
