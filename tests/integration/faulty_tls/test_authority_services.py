"""The services of the CAs: up, down and slow, until their endpoint is mended."""

import json
import time

import pytest
from cryptography import x509

from bot.faulty_tls import EndpointState
from tests.integration.faulty_tls.wire import Lab

ISSUERS = {
    "healthy": "Example Demo Issuing CA E1",
    "internal-ca-down": "Example Corporate Issuing CA",
    "public-ca-down": "Example Public Issuing CA E6",
    "public-ca-slow": "Example Public Issuing CA E5",
}


def _directory(lab: Lab, name: str) -> str:
    return lab.endpoints.acme_directories[ISSUERS[name]]


async def test_directories_are_named_by_the_issuer_in_the_certificate(lab: Lab) -> None:
    """So that whoever has a certificate can find the directory of its CA."""
    for name, issuer in ISSUERS.items():
        (attribute,) = (await lab.see(name)).leaf.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        assert attribute.value == issuer
        assert _directory(lab, name).startswith("https://")


async def test_a_directory(lab: Lab) -> None:
    """With the resources of RFC 8555, 7.1.1; nothing else is there."""
    status, body = await lab.fetch(_directory(lab, "healthy"))
    assert status == 200
    assert {"newNonce", "newAccount", "newOrder", "revokeCert", "keyChange"} <= set(json.loads(body))
    assert (await lab.fetch("https://acme.pki.example.com/elsewhere"))[0] == 404


@pytest.mark.parametrize("name", ["internal-ca-down", "public-ca-down"])
async def test_a_directory_that_is_down(lab: Lab, name: str) -> None:
    """503, and up once the endpoint is mended."""
    assert (await lab.fetch(_directory(lab, name)))[0] == 503
    lab.set(name, EndpointState.RENEWED)
    assert (await lab.fetch(_directory(lab, name)))[0] == 200


async def test_a_ca_with_everything_down(lab: Lab) -> None:
    """CRL and OCSP answer 503 too; the certificate of the issuer is still there."""
    leaf = (await lab.see("public-ca-down")).leaf
    points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    responder, issuer = (each.access_location.value for each in access)
    crl = (points[0].full_name or [])[0].value
    assert [(await lab.fetch(url))[0] for url in (crl, responder, issuer)] == [503, 503, 200]
    lab.set("public-ca-down", EndpointState.RENEWED)
    assert (await lab.fetch(crl))[0] == 200


async def test_a_slow_ca(lab: Lab) -> None:
    """It takes more than a second, less than two, and answers."""
    began = time.monotonic()
    status, _ = await lab.fetch(_directory(lab, "public-ca-slow"))
    assert status == 200
    assert time.monotonic() - began > 1
    lab.set("public-ca-slow", EndpointState.RENEWED)
    began = time.monotonic()
    await lab.fetch(_directory(lab, "public-ca-slow"))
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("path", ["", "nothing.crl", "root.txt", "issuing", "nobody/abc", "../root.cer"])
async def test_other_paths_are_not_found(lab: Lab, path: str) -> None:
    """Nothing but what the certificates point to is served."""
    assert (await lab.fetch(f"http://crl.pki.example.com/{path}"))[0] == 404
