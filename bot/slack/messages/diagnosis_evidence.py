"""Keys ``diagnosis/N/evidence``: in the thread of a diagnosis, for who wants to see what it is drawn from."""

from collections.abc import Iterator, Mapping, Sequence

from bot.diagnostics import CertificateFacts, Diagnosis, Handshake, Offer
from bot.diagnostics.model.authority import AuthorityHealth
from bot.diagnostics.model.observation import Observation
from bot.diagnostics.model.revocation import PropagationHorizon, RevocationAnswer, RevocationStatus
from bot.slack.blocks import Block, Json, context, section, table, text_cell, time_cell
from bot.slack.message import Message, fitting
from bot.slack.messages.diagnosis import THE_REST
from bot.slack.mrkdwn import code, escape, localised, moment, shortened

MAX_ROWS = 20
MAX_CHAINS = 3
MAX_CERTIFICATES = 6
MAX_ANSWERS = 10
NAME_TEXT = 80
WORDS = 160

Cells = Sequence[Mapping[str, Json]]
Chain = tuple[CertificateFacts | None, ...]

_OFFERS = {
    Offer.USUAL: "",
    Offer.NO_SERVER_NAME: "without SNI",
    Offer.ECDSA: "ECDSA only",
    Offer.RSA: "RSA only",
}
_STATUS = {
    RevocationStatus.GOOD: "✅ good",
    RevocationStatus.REVOKED: "⛔ *revoked*",
    RevocationStatus.UNKNOWN: "❔ not known to it",
    RevocationStatus.UNAVAILABLE: "❔ could not be learnt",
}


def diagnosis_evidence(result: Diagnosis) -> Message:
    """Every address, the chains in full, the sources of revocation with their times, the CA's services."""
    return Message(
        "What each address presents, and who says what.", fitting(_blocks(result), context(THE_REST))
    )


def _blocks(result: Diagnosis) -> Iterator[Block]:
    yield from _addresses(result)
    yield from _chains(result)
    yield from _revocation(result)
    if result.authority:
        lines = [_service(health) for health in result.authority]
        yield section("\n".join(["*The CA's services*", *lines]))


def _addresses(result: Diagnosis) -> Iterator[Block]:
    head: Cells = [text_cell(each) for each in ("Address", "Serial", "Issued by", "Until", "TLS", "Took")]
    rows = [row for seen in result.observations for row in _rows(seen)]
    yield table([head, *rows[:MAX_ROWS]], wrapped=(2,))
    if len(rows) > MAX_ROWS:
        yield context(f"and {len(rows) - MAX_ROWS} more")


def _rows(seen: Observation) -> Iterator[Cells]:
    shown = [handshake for handshake in seen.handshakes if handshake.leaf is not None]
    if not shown:
        yield [text_cell(seen.address), text_cell(seen.outcome_words, WORDS), *[text_cell("")] * 4]
    for handshake in shown:
        yield list(_cells(seen, handshake))


def _cells(seen: Observation, handshake: Handshake) -> Iterator[Mapping[str, Json]]:
    yield text_cell(_presenter(seen.address, handshake))
    if handshake.leaf is not None:
        yield text_cell(f"…{handshake.leaf.serial[-12:]}")
        yield text_cell(handshake.leaf.issuer_name, NAME_TEXT)
        yield time_cell(handshake.leaf.not_after)
    yield text_cell(" ".join(filter(None, (handshake.protocol, handshake.group))) or handshake.failure)
    took = (seen.connect_ms or 0) + (seen.starttls_ms or 0) + (handshake.handshake_ms or 0)
    yield text_cell(f"{took:.1f} ms" if took else "")


def _presenter(address: str, handshake: Handshake) -> str:
    return f"{address} {_OFFERS[handshake.offer]}".strip()


def _chains(result: Diagnosis) -> Iterator[Block]:
    """Each chain once, with who presents it."""
    chains: dict[Chain, list[str]] = {}
    for seen in result.observations:
        for handshake in seen.handshakes:
            if handshake.chain:
                chains.setdefault(handshake.chain, []).append(_presenter(seen.address, handshake))
    for chain, presenters in list(chains.items())[:MAX_CHAINS]:
        shown = shortened(", ".join(presenters), WORDS)
        lines = [_certificate(facts, place) for place, facts in enumerate(chain[:MAX_CERTIFICATES])]
        if len(chain) > MAX_CERTIFICATES:
            lines.append(f"and {len(chain) - MAX_CERTIFICATES} more")
        yield section("\n".join([f"*Chain presented by* {escape(shown)}", *lines]))
    if len(chains) > MAX_CHAINS:
        yield context(f"and {len(chains) - MAX_CHAINS} more chains, in the PEM file")


def _certificate(facts: CertificateFacts | None, place: int) -> str:
    sign = "🍃" if place == 0 else "🔗"
    if facts is None:
        return f"{sign} a certificate that cannot be read"
    subject, issuer = (escape(shortened(name, NAME_TEXT)) for name in (facts.subject_name, facts.issuer_name))
    return (
        f"{sign} *{subject}* by {issuer}, {escape(facts.key)}, {escape(facts.signature)}\n"
        f"{moment(facts.not_before)} to {moment(facts.not_after)}\n"
        f"serial {code(facts.serial[:48])}, SHA-256 {code(facts.fingerprint_sha256[:16] + '…')}"
    )


def _revocation(result: Diagnosis) -> Iterator[Block]:
    answers = result.revocation.answers
    if answers:
        lines = [_answer(answer) for answer in answers[:MAX_ANSWERS]]
        if len(answers) > MAX_ANSWERS:
            lines.append(f"and {len(answers) - MAX_ANSWERS} more")
        yield section("\n".join(["*Revocation*", *lines]))
    for horizon in result.revocation.horizons:
        yield section(_horizon(horizon))


def _answer(answer: RevocationAnswer) -> str:
    says = _STATUS[answer.status]
    if answer.revoked_at:
        says += f" {moment(answer.revoked_at)}"
    if answer.reason:
        says += f", {escape(answer.reason)}"
    if answer.detail:
        says += f": {_told(answer.detail)}"
    times = [f"as of {moment(answer.this_update)}"] if answer.this_update else []
    times += [f"until {moment(answer.next_update)}"] if answer.next_update else []
    where = code(shortened(answer.location, NAME_TEXT))
    subject = escape(shortened(answer.subject, NAME_TEXT))
    return " ".join(filter(None, (f"• {subject}: {says}, by {answer.source.value}", where, ", ".join(times))))


def _told(words: str) -> str:
    return localised(escape(shortened(words, WORDS)))


def _horizon(horizon: PropagationHorizon) -> str:
    """Until when each kind of client may go on believing the older answer."""
    lines = ["*How long clients may believe an older answer*", _told(horizon.disagreement)]
    for client in horizon.clients:
        until = f"until {moment(client.until)}" if client.until else "*no bound*"
        lines.append(f"• {escape(client.clients)}: {until}. {_told(client.why)}")
    return "\n".join(lines)


def _service(health: AuthorityHealth) -> str:
    latency = f", {health.latency_ms:.0f} ms" if health.latency_ms is not None else ""
    detail = f" ({_told(health.detail)})" if health.detail else ""
    where = code(shortened(health.url, NAME_TEXT))
    return (
        f"• {health.service.value} {where} is *{health.state.value}*{latency}{detail}. {_told(health.proves)}"
    )
