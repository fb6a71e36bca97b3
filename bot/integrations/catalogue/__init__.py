"""The service catalogue: what is known of a service before anything breaks."""

from bot.integrations.catalogue.interface import (
    Catalogue,
    EmptyCatalogue,
    ServiceFacts,
    service_from_json,
    service_to_json,
)
from bot.integrations.catalogue.local import LocalCatalogue

__all__ = [
    "Catalogue",
    "EmptyCatalogue",
    "LocalCatalogue",
    "ServiceFacts",
    "service_from_json",
    "service_to_json",
]
