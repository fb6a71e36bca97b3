"""Which ACME directory belongs to an issuer."""

from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from bot.diagnostics.authority.directories import directories_for, known_directories
from bot.diagnostics.authority.meaning import meaning
from bot.diagnostics.model.authority import AuthorityService, ServiceState
from tests.revocation_pki import DAY, NOW, named


def issued_by(organisation: str, common_name: str) -> tuple[bytes, ...]:
    """A chain of one."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    builder = x509.CertificateBuilder().subject_name(named("Leaf")).issuer_name(issuer)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(NOW - DAY).not_valid_after(NOW + DAY)
    return (builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER),)


def test_a_known_public_ca() -> None:
    """By the issuer's organisation, whatever its intermediate is called."""
    found = directories_for([issued_by("Let's Encrypt", "E7"), issued_by("Let's Encrypt", "R10")], {})
    assert found == ("https://acme-v02.api.letsencrypt.org/directory",)


def test_the_operators_own_go_first() -> None:
    """By a pattern of either name; case does not count."""
    own = {"corp * ca*": "http://acme.corp.example/directory", "let's*": "http://proxy.corp.example/le"}
    assert directories_for([issued_by("Corp", "Corp Issuing CA 3")], own) == (own["corp * ca*"],)
    assert directories_for([issued_by("Let's Encrypt", "E7")], own) == (own["let's*"],)


@pytest.mark.parametrize("chain", [(), (b"junk",), issued_by("Nobody", "Nothing")])
def test_others_have_none(chain: tuple[bytes, ...]) -> None:
    """Nothing is asked then."""
    assert directories_for([chain], {"corp*": "http://x"}) == ()


def test_the_list_of_known_directories_is_of_https_urls() -> None:
    """Each one."""
    assert known_directories()
    assert {urlsplit(url).scheme for url in known_directories().values()} == {"https"}


def test_every_state_of_every_service_has_its_meaning() -> None:
    """One sentence, and different ones for up and down."""
    for service in AuthorityService:
        for state in ServiceState:
            assert meaning(service, state).endswith(".")
        assert meaning(service, ServiceState.UP) != meaning(service, ServiceState.DOWN)
