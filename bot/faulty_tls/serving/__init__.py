"""Sockets, TLS and the protocols above it."""
