"""Connecting to the addresses of a target, and what they show."""
