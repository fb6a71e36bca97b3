"""Names that a CA may certify."""

import time

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from bot.diagnostics.trust.name_constraints import ConstraintError, check_name_constraints
from bot.diagnostics.trust.parsed import Parsed, parsed
from tests.made_certificates import Made, Wish, general_name, leaf, made, root


def read(certificate: Made) -> Parsed:
    """As the path builder does."""
    found = parsed(certificate.der)
    assert found is not None
    return found


def allowed(names: list[str], permitted: list[str] | None, excluded: list[str] | None) -> bool:
    """Whether a root with these constraints may certify these names."""
    constraints = x509.NameConstraints(
        None if permitted is None else [general_name(name) for name in permitted],
        None if excluded is None else [general_name(name) for name in excluded],
    )
    ca = root(extra=[(constraints, True)])
    path = [read(leaf(ca, *names, common_name="Test")), read(ca)]
    try:
        check_name_constraints(path)
    except ConstraintError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "permitted", "expected"),
    [
        ("example.com", "example.com", True),
        ("API.example.com", "Example.Com", True),
        ("a.b.example.com", "example.com", True),
        ("badexample.com", "example.com", False),
        ("example.com", "api.example.com", False),
        ("*.example.com", "example.com", True),
        ("*.example.com", "api.example.com", False),
        ("example.com", ".example.com", False),
        ("api.example.com", ".example.com", True),
        ("*.example.com", ".example.com", True),
        ("192.0.2.7", "192.0.2.0/24", True),
        ("192.0.3.7", "192.0.2.0/24", False),
        ("2001:db8::7", "2001:db8::/32", True),
        ("192.0.2.7", "2001:db8::/32", False),
        ("someone@example.com", "someone@example.com", True),
        ("Someone@example.com", "someone@example.com", False),
    ],
)
def test_what_is_permitted(name: str, permitted: str, expected: bool) -> None:
    """By RFC 5280, 4.2.1.10; a leading dot is what OpenSSL and Go make of it."""
    assert allowed([name], [permitted], None) is expected


@pytest.mark.parametrize(
    ("name", "excluded", "expected"),
    [
        ("api.example.com", "example.com", False),
        ("api.example.net", "example.com", True),
        ("*.example.com", "secret.example.com", False),
        ("*.example.com", "very.secret.example.com", True),
        ("192.0.2.7", "192.0.2.0/24", False),
    ],
)
def test_what_is_excluded(name: str, excluded: str, expected: bool) -> None:
    """A wildcard that may stand for an excluded name is excluded."""
    assert allowed([name], None, [excluded]) is expected


def test_a_kind_of_name_without_a_constraint_is_free() -> None:
    """Constraints on hosts do not concern addresses."""
    assert allowed(["192.0.2.7"], ["example.com"], None)


def test_every_name_counts() -> None:
    """One bad name among good ones suffices."""
    assert not allowed(["api.example.com", "api.example.net"], ["example.com"], None)


def test_exclusion_wins() -> None:
    """What is permitted and excluded is excluded."""
    assert not allowed(["api.example.com"], ["example.com"], ["api.example.com"])


def test_directory_names() -> None:
    """The subject is one; its first parts have to be those of the constraint."""
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example  Inc.")])
    ca = root(extra=[(x509.NameConstraints([x509.DirectoryName(name)], None), True)])
    good = made(Wish(organization="example inc.", common_name="a"), ca)
    check_name_constraints([read(good), read(ca)])
    with pytest.raises(ConstraintError, match="may certify"):
        check_name_constraints([read(made(Wish(organization="Other", common_name="a"), ca)), read(ca)])


def test_urls_are_held_to_their_host() -> None:
    """And one without a host to nothing."""
    constraints = x509.NameConstraints([x509.UniformResourceIdentifier(".example.com")], None)
    ca = root(extra=[(constraints, True)])
    for url, good in (("https://api.example.com/x", True), ("https://example.net", False), ("urn:x", False)):
        names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(url)])
        path = [read(made(Wish(common_name="a", extra=[(names, False)]), ca)), read(ca)]
        if good:
            check_name_constraints(path)
        else:
            with pytest.raises(ConstraintError):
                check_name_constraints(path)


def test_names_of_a_kind_that_cannot_be_compared() -> None:
    """Such a constraint cannot be kept, so that nothing gets by it (RFC 5280, 4.2.1.10)."""
    other = x509.RegisteredID(x509.ObjectIdentifier("1.2.3"))
    ca = root(extra=[(x509.NameConstraints(None, [other]), True)])
    names = x509.SubjectAlternativeName([other])
    with pytest.raises(ConstraintError, match="cannot be applied"):
        check_name_constraints([read(made(Wish(common_name="a", extra=[(names, False)]), ca)), read(ca)])


def test_ten_thousand_names_are_quick() -> None:
    """A long list of names against some constraints is no long work; against thousands it is refused."""
    names = [f"host-{number}.example.com" for number in range(10_000)]
    started = time.process_time()
    assert allowed(names, [f"other-{number}.example" for number in range(20)] + ["example.com"], None)
    assert not allowed(names, [f"other-{number}.example" for number in range(500)] + ["example.com"], None)
    assert time.process_time() - started < 1
