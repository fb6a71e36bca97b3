"""The certificates of a diagnosis as one PEM file, with the address that presented them."""

import base64
import ssl
from collections.abc import Iterator

from bot.diagnostics.model.diagnosis import Diagnosis


def presented_pem(diagnosis: Diagnosis) -> str:
    """Each chain once, leaf first, under the addresses that presented it; empty where none was presented.

    The lines between the certificates are explanatory text, which parsers skip (RFC 7468, section 2).
    Nothing in them comes from a certificate.
    """
    chains: dict[tuple[str, ...], list[str]] = {}
    for seen in diagnosis.observations:
        if seen.chain_der:
            chains.setdefault(seen.chain_der, []).append(seen.address)
    return "\n".join(_chain(chain, addresses) for chain, addresses in chains.items())


def _chain(chain: tuple[str, ...], addresses: list[str]) -> str:
    return "".join(_lines(chain, ", ".join(addresses)))


def _lines(chain: tuple[str, ...], addresses: str) -> Iterator[str]:
    yield f"# presented by {addresses}\n"
    for position, encoded in enumerate(chain):
        yield f"# {'leaf' if position == 0 else f'certificate {position + 1} of {len(chain)}'}\n"
        yield ssl.DER_cert_to_PEM_cert(base64.b64decode(encoded))
