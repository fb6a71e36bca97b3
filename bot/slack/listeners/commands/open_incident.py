"""``/certinc open SUBJECT [t1|t2|t3|t4] [private] [what is seen]``."""

from bot.incidents.deliveries import first_delivery
from bot.incidents.open import Opened, OpenIncident
from bot.incidents.open import open_incident as open_verb
from bot.incidents.subject import parse_subject
from bot.slack.listeners.commands.invocation import Command, Invocation, Reply
from bot.slack.modals.open_form import open_form
from bot.slack.mrkdwn import escape
from bot.slack.services import Services
from bot.taxonomy import TierId

TIERS = frozenset(tier.value for tier in TierId)


async def handle(services: Services, invocation: Invocation) -> Reply:
    """Open the incident, or offer the form where nothing was named."""
    if not invocation.arguments:
        return Reply(form=open_form(invocation.response_url))
    opened = await open_from_words(services, invocation)
    if opened is None:
        return Reply("This was opened already.")
    if opened.already_open:
        return Reply("An incident for this is open already. Joining you…")
    return Reply(f"Opening an incident for {escape(invocation.arguments.split()[0])}…")


async def open_from_words(services: Services, invocation: Invocation) -> Opened | None:
    """One transaction; None where this delivery was acted upon before."""
    first, *words = invocation.arguments.split()
    subject = parse_subject(first)
    severity, private = None, False
    while words and (words[0].lower() in TIERS or words[0].lower() == "private"):
        word = words.pop(0).lower()
        if word == "private":
            private = True
        else:
            severity = TierId(word)
    command = OpenIncident(
        team_id=services.team_id,
        subject=subject,
        reporter=invocation.user,
        report=" ".join(words),
        severity=severity,
        service=await services.catalogue.find(subject.kind, subject.value),
        private=private,
        response_url=invocation.response_url,
    )
    now = services.clock.now()
    async with services.database.transaction() as session:
        if not await first_delivery(session, services.team_id, invocation.delivery, now):
            return None
        return await open_verb(session, command, now, knowledge=services.knowledge)


COMMAND = Command(
    "open",
    "open SUBJECT [t1|t2|t3|t4] [private] [what is seen]",
    "Opens an incident. SUBJECT is a host, or `ca:NAME`, `cert:SERIAL`, `key:NAME`, `service:NAME`.",
    handle,
)
