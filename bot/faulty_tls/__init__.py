"""Misbehaving TLS endpoints on loopback, with a small PKI of their own: for the demo and for tests."""

from bot.faulty_tls.catalogue import ENDPOINTS
from bot.faulty_tls.endpoint import Endpoint
from bot.faulty_tls.endpoints import FaultyEndpoints, serve_faulty_endpoints
from bot.faulty_tls.states import EndpointState, UnknownEndpointError

__all__ = [
    "ENDPOINTS",
    "Endpoint",
    "EndpointState",
    "FaultyEndpoints",
    "UnknownEndpointError",
    "serve_faulty_endpoints",
]
