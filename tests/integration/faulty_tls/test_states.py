"""Mending endpoints and breaking them again, across restarts and moves of the clock."""

import asyncio
import contextlib
import stat
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

from bot.clock import Clock
from bot.faulty_tls import EndpointState, UnknownEndpointError, serve_faulty_endpoints
from tests.integration.faulty_tls.wire import Ask, Lab, Seen

ONE, ALL, BROKEN = EndpointState.RENEWED_ON_ONE, EndpointState.RENEWED, EndpointState.BROKEN


def _fingerprint(seen: Seen) -> str:
    return seen.leaf.fingerprint(hashes.SHA256()).hex()


def _modes_of_files_with_keys(directory: Path) -> set[int]:
    with_keys = [path for path in directory.rglob("*.pem") if b"PRIVATE KEY" in path.read_bytes()]
    return {stat.S_IMODE(path.stat().st_mode) for path in with_keys}


async def _everywhere(lab: Lab, name: str) -> list[str]:
    count = lab.endpoint(name).addresses
    return [_fingerprint(await lab.see(name, position=position)) for position in range(count)]


async def test_a_rollout_reaches_one_address_after_another(lab: Lab) -> None:
    """The same replacement in the end; it is newer than what it replaces."""
    old = await lab.see("expired")
    assert await _everywhere(lab, "expired") == [_fingerprint(old)] * 3
    lab.set("expired", ONE)
    partly = await _everywhere(lab, "expired")
    assert partly[1:] == [_fingerprint(old)] * 2
    lab.set("expired", ALL)
    assert await _everywhere(lab, "expired") == [partly[0]] * 3
    new = await lab.see("expired")
    assert new.leaf.not_valid_before_utc > old.leaf.not_valid_before_utc
    assert new.leaf.serial_number != old.leaf.serial_number


async def test_one_address_lags_behind_until_it_gets_what_the_others_have(lab: Lab) -> None:
    """Nobody else's certificate changes."""
    first, second, third = await _everywhere(lab, "one-still-old")
    assert first != second == third
    lab.set("one-still-old", ALL)
    assert await _everywhere(lab, "one-still-old") == [second] * 3


async def test_each_renewal_is_a_new_certificate(lab: Lab) -> None:
    """While the broken one comes back as it was."""
    broken = await _everywhere(lab, "self-signed")
    lab.set("self-signed", ALL)
    first = await _everywhere(lab, "self-signed")
    lab.set("self-signed", BROKEN)
    assert await _everywhere(lab, "self-signed") == broken
    lab.set("self-signed", ALL)
    assert await _everywhere(lab, "self-signed") not in (first, broken)


async def test_setting_a_state_again_changes_nothing(lab: Lab) -> None:
    """A repeated request deploys no other certificate."""
    lab.set("expired", ALL)
    deployed = await _everywhere(lab, "expired")
    lab.set("expired", ALL)
    assert await _everywhere(lab, "expired") == deployed


@pytest.mark.parametrize("state", [BROKEN, ONE, ALL])
@pytest.mark.parametrize("name", ["expired", "one-still-old", "healthy"])
async def test_the_expected_fingerprints_are_what_is_presented(
    lab: Lab, name: str, state: EndpointState
) -> None:
    """By any address."""
    lab.set(name, state)
    assert set(lab.endpoints.expected_fingerprints(name)) == set(await _everywhere(lab, name))


async def test_the_expected_fingerprints_name_both_key_types(lab: Lab) -> None:
    """And none where there is no TLS."""
    only_rsa = Ask(max_version=0x0303, ciphers=b"aRSA:@SECLEVEL=0")
    presented = [await lab.see("rsa-not-renewed"), await lab.see("rsa-not-renewed", only_rsa)]
    assert lab.endpoints.expected_fingerprints("rsa-not-renewed") == tuple(map(_fingerprint, presented))
    assert lab.endpoints.expected_fingerprints("plain-http") == ()


async def test_a_restart_changes_nothing(lab: Lab, tmp_path: Path) -> None:
    """Roots, certificates and states are those of before; only ports are new."""
    lab.set("expired", ONE)
    before = {
        endpoint.name: lab.endpoints.expected_fingerprints(endpoint.name)
        for endpoint in lab.endpoints.endpoints
    }
    roots = [file.read_bytes() for file in lab.endpoints.trust_anchor_files]
    async with serve_faulty_endpoints(tmp_path, lab.clock) as again:
        assert again.state("expired") is ONE
        assert [file.read_bytes() for file in again.trust_anchor_files] == roots
        assert {name: again.expected_fingerprints(name) for name in before} == before
        assert _fingerprint(await Lab(again, lab.clock).see("expired")) in before["expired"]


async def test_after_a_month_what_was_healthy_is_healthy(lab: Lab) -> None:
    """What was expired is expired, and what is not valid yet is not valid yet."""
    lab.clock.advance(timedelta(days=30))
    for name in ("healthy", "revoked", "missing-intermediate", "internal-ca-down"):
        leaf = (await lab.see(name)).leaf
        assert leaf.not_valid_before_utc < lab.now < leaf.not_valid_after_utc - timedelta(days=30)
    assert (await lab.see("expired")).leaf.not_valid_after_utc < lab.now
    assert (await lab.see("not-yet-valid")).leaf.not_valid_before_utc > lab.now


async def test_a_demo_started_again_after_months_shows_the_same_faults(lab: Lab, tmp_path: Path) -> None:
    """Certificates that no longer are what they should be are made anew."""
    lab.endpoints.expected_fingerprints("healthy")
    lab.endpoints.expected_fingerprints("expires-soon")
    lab.clock.advance(timedelta(days=200))
    async with serve_faulty_endpoints(tmp_path, lab.clock) as again:
        later = Lab(again, lab.clock)
        assert (await later.see("healthy")).leaf.not_valid_after_utc > lab.now + timedelta(days=60)
        left = (await later.see("expires-soon")).leaf.not_valid_after_utc - lab.now
        assert timedelta(days=2) < left <= timedelta(days=3)
        assert (await later.see("not-yet-valid")).leaf.not_valid_before_utc > lab.now


async def test_keys_are_for_their_owner_alone(lab: Lab, tmp_path: Path) -> None:
    """No other user of the computer reads them."""
    await lab.see("healthy")
    assert _modes_of_files_with_keys(tmp_path) == {0o600}


async def test_an_unknown_endpoint(lab: Lab) -> None:
    """A plain sentence, and where to look."""
    for act in (lab.endpoints.state, lab.endpoints.expected_fingerprints):
        with pytest.raises(UnknownEndpointError, match=r"There is no endpoint 'nonsense'\..*--list"):
            act("nonsense")
    with pytest.raises(UnknownEndpointError, match="nonsense"):
        lab.set("nonsense", ALL)


async def test_the_first_start_takes_no_time(tmp_path: Path) -> None:
    """A demo is ready within two seconds as a whole; keys that take long are made when they are asked for."""
    began = time.process_time()
    async with serve_faulty_endpoints(tmp_path, Clock()):
        assert time.process_time() - began < 0.5


async def test_stopping_ends_every_conversation(tmp_path: Path) -> None:
    """Even one that would say nothing for a minute."""
    async with serve_faulty_endpoints(tmp_path, Clock()) as endpoints:
        lab = Lab(endpoints, Clock())
        (where,) = lab.addresses("silent.example.com")
        reader, writer = await asyncio.open_connection(*where)
        await lab.see("healthy")
    async with asyncio.timeout(5):
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()
    with contextlib.suppress(ConnectionResetError):
        await writer.wait_closed()
