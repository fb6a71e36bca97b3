import pytest

from bot.diagnostics.findings.catalogue import CATALOGUE
from bot.diagnostics.findings.kinds import finding
from bot.diagnostics.findings.names import MANY, find, has_invisible
from bot.diagnostics.model.observation import Offer
from tests.certificates_made import HOST, evidence_of, handshake_of, kinds, make_certificate, with_facts


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (
            (
                HOST,
                "*.example.com",
                "xn--bcher-kva.example",
                "_dmarc.example.com",
                "192.0.2.1",
                "2001:db8::1",
            ),
            [],
        ),
        (("U+202Eelpmaxe.ipa",), ["name-with-invisible-characters"]),
        (("U+001B[2J.example",), ["name-with-invisible-characters"]),
        (("<!channel>.example",), ["name-not-a-host"]),
        (("a b.example",), ["name-not-a-host"]),
        (("*",), ["name-not-a-host"]),
        (("bücher.example",), ["name-not-a-host"]),
    ],
)
def test_names(names: tuple[str, ...], told: list[str]) -> None:
    """Those that people misread, and those that no host has."""
    handshake = with_facts(handshake_of(make_certificate()), names=names)
    assert kinds(list(find(evidence_of(handshake)))) == told


def test_a_subject_with_invisible_characters() -> None:
    """The subject is shown to people too."""
    handshake = handshake_of(make_certificate(common_name="\u202emoc.elpmaxe"))
    (found,) = find(evidence_of(handshake))
    told = finding(CATALOGUE[found.kind], found.evidence, (), 1)
    assert told.sentence == (
        "The certificate has invisible or text-turning characters in a name: U+202Emoc.elpmaxe."
    )


def test_an_organization_with_invisible_characters() -> None:
    """It is what people go by."""
    handshake = with_facts(handshake_of(make_certificate()), subject_organization="U+202Egro")
    assert kinds(list(find(evidence_of(handshake)))) == ["name-with-invisible-characters"]


def test_a_certificate_without_names() -> None:
    """Clients find no host in it."""
    assert kinds(list(find(evidence_of(handshake_of(make_certificate(())))))) == ["no-san"]


def test_a_part_that_cannot_be_read() -> None:
    """It is named; that names are missing is then no finding of its own."""
    handshake = with_facts(handshake_of(make_certificate(())), unreadable=("subjectAltName",))
    (found,) = find(evidence_of(handshake))
    assert (found.kind, found.evidence) == ("certificate-partly-unreadable", {"parts": "subjectAltName"})


def test_many_names() -> None:
    """Counted, beyond 200."""
    few = with_facts(handshake_of(make_certificate()), name_count=MANY)
    many = with_facts(handshake_of(make_certificate()), name_count=10_000)
    assert kinds(list(find(evidence_of(few)))) == []
    assert [found.evidence for found in find(evidence_of(many))] == [{"count": "10000"}]


def test_what_is_presented_without_a_server_name() -> None:
    """It is not for this host."""
    placeholder = handshake_of(make_certificate(()), offer=Offer.NO_SERVER_NAME)
    assert list(find(evidence_of(placeholder))) == []


@pytest.mark.parametrize(
    ("text", "invisible"),
    [("U+202E", True), ("U+0041", False), ("U+FFFFFF", False), ("plain", False), ("U+0000x", True)],
)
def test_characters_that_were_made_visible(text: str, invisible: bool) -> None:
    """Only those that had to be."""
    assert has_invisible(text) is invisible
