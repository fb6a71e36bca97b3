"""What the misbehaving endpoints present, as cases: their keys are new each time, so that they are made once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from bot.clock import FrozenClock
from bot.faulty_tls import ENDPOINTS, Endpoint
from bot.faulty_tls.endpoint import Speaks
from bot.faulty_tls.pki.demo_pki import DemoPki
from bot.faulty_tls.pki.kept import Part
from bot.faulty_tls.pki.plan import usual_chain
from bot.faulty_tls.pki.revocation_lists import revocation_list
from bot.faulty_tls.states import Variant
from tests.fuzzing.corpus import Case
from tests.fuzzing.mutations import pem_block
from tests.fuzzing.pki import NOW

MAX_NAMES = 50
"""One endpoint has ten thousand; that is generated where it is needed."""


def demo_seeds() -> Iterator[Case]:
    """The chain of each endpoint, the root that its clients have, and a list."""
    with tempfile.TemporaryDirectory() as directory:
        pki = DemoPki.load(Path(directory), ENDPOINTS, FrozenClock(NOW))
        root = pki.authorities["root"].certificate
        yield Case("roots", "demo-root", root.public_bytes(Encoding.PEM))
        for endpoint in ENDPOINTS:
            leaf = endpoint.broken.leaf
            if endpoint.broken.speaks is Speaks.TLS and leaf.further_names < MAX_NAMES:
                yield Case("chain", f"endpoint-{endpoint.name}", _chain(pki, endpoint))
        issuing = pki.authorities["issuing"]
        listed = revocation_list(issuing, pki.ledger.revocations("issuing"), NOW)
        yield Case("crl", "endpoint-list", listed)


def _chain(pki: DemoPki, endpoint: Endpoint) -> bytes:
    shown = endpoint.broken
    sent = shown.sent if shown.sent is not None else usual_chain(shown.leaf.issuer)
    leaf = pki.certificates.get(endpoint, Variant.BROKEN, Part.LEAF).certificate
    return b"".join(
        pem_block(each)
        for each in (leaf.public_bytes(Encoding.DER), *(pki.authorities[name].der for name in sent))
    )
