"""Certificates as bytes: what can be read of them, and PEM."""
