"""Where roots come from."""

from pathlib import Path

import pytest

from bot.diagnostics.errors import TrustAnchorError
from bot.diagnostics.trust.parsed import Parsed, parsed
from bot.diagnostics.trust.policy import Profile
from bot.diagnostics.trust.stores import TrustStore, mozilla_file
from tests.made_certificates import Made, root

FIRST, SECOND = root("First"), root("Second")


def read(certificate: Made) -> Parsed:
    """As the path builder does."""
    found = parsed(certificate.der)
    assert found is not None
    return found


def test_mozilla_s_roots_and_the_operator_s(tmp_path: Path) -> None:
    """A file may hold several, with words between them; whose a root is stays known."""
    file = tmp_path / "extra.pem"
    file.write_bytes(b"first\n" + FIRST.pem + b"\nand second\n" + SECOND.pem)
    store = TrustStore.load([file])
    assert store.name == "Mozilla's roots and the operator's own"
    assert store.is_mozilla
    assert all(store.holds(read(each)) and store.was_given(read(each)) for each in (FIRST, SECOND))
    block = mozilla_file().read_text(encoding="ascii").partition("-----BEGIN")[2]
    from ssl import PEM_cert_to_DER_cert

    der = PEM_cert_to_DER_cert("-----BEGIN" + block.partition("-----END")[0] + "-----END CERTIFICATE-----\n")
    known = parsed(der)
    assert known is not None
    assert store.holds(known)
    assert not store.was_given(known)


def test_nothing_is_read_before_a_root_is_looked_for(tmp_path: Path) -> None:
    """The start of the program does not wait for the roots."""
    store = TrustStore((), "later", tmp_path / "not-there.pem")
    with pytest.raises(TrustAnchorError, match="cannot be read"):
        store.holds(read(FIRST))


def test_only_the_roots_given(tmp_path: Path) -> None:
    """They replace all others, and are judged as a public programme judges."""
    (tmp_path / "a.pem").write_bytes(FIRST.pem)
    (tmp_path / "b.der").write_bytes(SECOND.der)
    (tmp_path / "README").write_text("no certificate")
    store = TrustStore.only([tmp_path])
    assert len(store.roots) == 2
    assert not store.is_mozilla
    assert store.profile is Profile.BASELINE


def test_the_system_s_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the file that OpenSSL was told of."""
    file = tmp_path / "system.pem"
    file.write_bytes(FIRST.pem + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    store = TrustStore.system()
    assert store is not None
    assert store.holds(read(FIRST))
    assert not store.holds(read(SECOND))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        (b"nothing here", "holds no certificate"),
        (
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "a certificate that cannot be read",
        ),
        (b"0junk", "a certificate that cannot be read"),
        (b"x" * (8 * 1024 * 1024 + 1), "is larger than 8 MiB"),
    ],
)
def test_a_mistake_in_the_operator_s_file_shows_at_once(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    """With a plain sentence, before anything is diagnosed."""
    file = tmp_path / "roots.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TrustAnchorError, match=why):
        TrustStore.load([file])


def test_a_directory_without_roots(tmp_path: Path) -> None:
    """The same."""
    with pytest.raises(TrustAnchorError, match="holds no trust anchors"):
        TrustStore.only([tmp_path])
