"""Every path, within bounds."""

import time

from cryptography.hazmat.primitives.asymmetric import ec

from bot.diagnostics.model.trust import TrustReason
from bot.diagnostics.target import Target
from bot.diagnostics.trust import path_builder
from bot.diagnostics.trust.judge import judge
from bot.diagnostics.trust.parsed import Parsed, parsed
from bot.diagnostics.trust.path_builder import Path, build_paths
from bot.diagnostics.trust.stores import TrustStore
from tests.made_certificates import HOST, NOW, Made, authority, leaf, root


def read(certificate: Made) -> Parsed:
    """As `judge` does."""
    found = parsed(certificate.der)
    assert found is not None
    return found


def paths(end: Made, sent: list[Made], roots: list[Made]) -> tuple[Path, ...]:
    """From ``end`` up."""
    store = TrustStore(tuple(each.certificate for each in roots), "test")
    return build_paths(read(end), [read(each) for each in sent], store)


def names(path: Path) -> list[str]:
    """From the leaf up."""
    return [each.name for each in path.certificates]


ROOT = root()
CA = authority(ROOT, "CA")
LEAF = leaf(CA)


def test_all_paths_over_cross_signs() -> None:
    """The one to the root in the store comes first."""
    other = root("Other Root")
    cross = authority(other, "Test Root", key=ROOT.key)
    found = paths(LEAF, [cross, CA], [ROOT, other])
    assert [names(path) for path in found] == [
        [HOST, "CA", "Test Root"],
        [HOST, "CA", "Test Root", "Other Root"],
    ]
    assert all(path.anchored for path in found)


def test_a_circle_ends() -> None:
    """Two CAs that certify each other."""
    first = root("First")
    second = authority(first, "Second")
    back = authority(second, "First", key=first.key)
    found = paths(leaf(second), [second, back], [])
    assert [names(path) for path in found] == [[HOST, "Second", "First"]]
    assert not found[0].anchored


def test_the_issuer_whose_key_identifier_fits_is_tried_first() -> None:
    """Namesakes come later, so that they do not use up the signatures."""
    namesakes = [authority(ROOT, "CA") for _ in range(140)]
    assert names(paths(LEAF, [*namesakes, CA], [ROOT])[0]) == [HOST, "CA", "Test Root"]


def test_a_root_that_is_sent_is_the_store_s_own() -> None:
    """It makes no second path."""
    assert len(paths(LEAF, [CA, ROOT, CA], [ROOT])) == 1


def test_namesakes_without_end_are_given_up() -> None:
    """A hostile chain of 150 certificates of one name costs less than a second, and is not trusted."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(150)]
    issuer = root("Same", key=keys[0])
    chain = []
    for key in keys[1:]:
        issuer = authority(issuer, "Same", key=key)
        chain.append(issuer)
    end = leaf(issuer)
    started = time.process_time()
    trust = judge(
        [end.der, *(each.der for each in chain)], Target(HOST), TrustStore((ROOT.certificate,), "test"), NOW
    )
    assert time.process_time() - started < 1
    assert trust.reason is TrustReason.PATH_TOO_LONG


def test_a_maze_of_cross_signs_is_given_up() -> None:
    """Eight CAs that all certify each other have thousands of paths; a few are looked at."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(8)]
    cas = [root(f"CA {number}", key=key) for number, key in enumerate(keys)]
    sent = [
        authority(issuer, f"CA {number}", key=keys[number])
        for number in range(8)
        for issuer in cas
        if issuer is not cas[number]
    ]
    started = time.process_time()
    found = paths(leaf(cas[0]), sent, [])
    assert time.process_time() - started < 1
    assert 0 < len(found) <= path_builder.MAX_PATHS
