"""The composition root: the one place where the parts of the bot are made and connected."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import httpx
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot import content
from bot.clock import Clock, FollowingClock, follow, read_offset
from bot.diagnosis_options import diagnosis_options
from bot.diagnostics import DiagnosisOptions, Linter, StaticHosts
from bot.incidents.attach_diagnosis import ATTACH_DIAGNOSIS
from bot.incidents.diagnose_job import DiagnoseIncident
from bot.incidents.diagnosis_log import DiagnosisLimits
from bot.incidents.knowledge import Knowledge
from bot.incidents.lane import RECONCILE
from bot.incidents.remind import REMIND
from bot.incidents.remind_job import RemindIncident
from bot.incidents.request_diagnosis import DIAGNOSE
from bot.integrations.catalogue import Catalogue, EmptyCatalogue, LocalCatalogue
from bot.integrations.tracker import LocalTracker
from bot.jobs.worker import Handler, Job, OnParked, Worker
from bot.reviews.close_with_review import FILE_ITEM, WRITE_REVIEW
from bot.reviews.file_item import FileItem, note_parked_item
from bot.reviews.write_review import WriteReview
from bot.runbooks import RunbookLibrary
from bot.settings import Settings, SettingsError
from bot.slack.ad_hoc_diagnosis import AD_HOC_DIAGNOSIS, AdHocDiagnosis
from bot.slack.attach_diagnosis import AttachDiagnosis
from bot.slack.budget import Budget
from bot.slack.card_pace import CardPace
from bot.slack.gateway import CALL_TIMEOUT_S, SlackGateway
from bot.slack.listeners import register
from bot.slack.membership import Membership
from bot.slack.reconciler import Reconciler
from bot.slack.services import Services
from bot.slack.surface import SurfaceRenderer
from bot.slack.workspace import Workspace, read_workspace
from bot.storage import migrations
from bot.storage.database import Database, sqlite_path
from bot.storage.process_lock import hold_process_lock

log = structlog.get_logger(__name__)

STOP_GRACE_S = 10.0
"""How long running jobs may take to finish when the bot is stopped, in real seconds."""

LANE_ATTEMPTS = 1_000_000
"""A lane is never given up: what Slack should show is shown when Slack can be reached again."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Slack gave the app."""

    bot: str
    app: str


def tokens_of(settings: Settings) -> Tokens:
    """The tokens for Socket Mode.

    Raises:
        SettingsError: One is missing.
    """
    if settings.slack_bot_token is None:
        raise SettingsError(
            "CERTINC_SLACK_BOT_TOKEN is missing: it should be the bot token, xoxb-….",
            remedy="Try certinc without Slack by `certinc demo`.",
        )
    if settings.slack_app_token is None:
        raise SettingsError(
            "CERTINC_SLACK_APP_TOKEN is missing: it should be an app-level token, xapp-…, with connections:write."
        )
    return Tokens(settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value())


@asynccontextmanager
async def running_bot(
    settings: Settings, *, people: Mapping[str, str] | None = None, within_limits: bool = True
) -> AsyncIterator[Services]:
    """The whole bot, connected to Slack by Socket Mode and at work, until the block ends.

    Args:
        settings: The operator's, or the demo's.
        people: Slack user ids by the names that the catalogue uses.
        within_limits: Keep within Slack's limits by our own count; False beside a workspace that has none.

    Raises:
        SettingsError: A setting is missing or wrong.
        CertincError: The database is behind or owned by another process; Slack refuses the tokens.
    """
    tokens = tokens_of(settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(_database(settings))
        clock = await stack.enter_async_context(_clock(settings))
        client = await stack.enter_async_context(_slack_client(settings, tokens))
        gateway = SlackGateway(client, Budget(limited=within_limits))
        workspace = await read_workspace(gateway, settings.broadcast_channel)
        catalogue = _catalogue(settings, people or {})
        services = _services(settings, database, clock, gateway, workspace, catalogue)
        linter = await stack.enter_async_context(Linter())
        handlers = _handlers(settings, services, diagnosis_options(settings, linter))
        worker = Worker(
            database,
            handlers,
            clock,
            on_parked=_parked(clock),
            max_attempts={RECONCILE: LANE_ATTEMPTS},
        )
        clock.on_move(worker.wake)
        await stack.enter_async_context(_working(worker))
        await stack.enter_async_context(_listening(settings, client, tokens, services))
        await stack.enter_async_context(_learning(services.knowledge))
        yield services


@asynccontextmanager
async def _learning(knowledge: Knowledge) -> AsyncIterator[None]:
    """Learn how reports are read, beside everything else: nobody who starts the bot waits for it."""
    learning = asyncio.create_task(asyncio.to_thread(knowledge.reader.prepare))
    try:
        yield
    finally:
        await learning


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    url = settings.effective_database_url
    path = sqlite_path(url)
    with contextlib.ExitStack() as locks:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            locks.enter_context(hold_process_lock(path))
        await asyncio.to_thread(migrations.check, url)
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def _clock(settings: Settings) -> AsyncIterator[FollowingClock]:
    """The machine's clock; or, beside a local workspace, the workspace's."""
    clock = FollowingClock()
    if not settings.clock_url:
        yield clock
        return
    async with httpx.AsyncClient(trust_env=False, timeout=CALL_TIMEOUT_S) as client:
        clock.offset = await read_offset(settings.clock_url, client)
        following = asyncio.create_task(follow(clock, settings.clock_url, client, clock.moved))
        try:
            yield clock
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following


@asynccontextmanager
async def _slack_client(settings: Settings, tokens: Tokens) -> AsyncIterator[AsyncWebClient]:
    timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield AsyncWebClient(
            token=tokens.bot,
            base_url=settings.slack_base_url,
            session=session,
            timeout=int(CALL_TIMEOUT_S),
            retry_handlers=[],
        )


def _services(
    settings: Settings,
    database: Database,
    clock: Clock,
    gateway: SlackGateway,
    workspace: Workspace,
    catalogue: Catalogue,
) -> Services:
    books = content.root() / "runbooks"
    return Services(
        database=database,
        clock=clock,
        gateway=gateway,
        workspace=workspace,
        catalogue=catalogue,
        knowledge=Knowledge.load(books, settings.runbooks_dir),
        runbooks=_runbooks(settings),
        membership=Membership(gateway, workspace.team_id, clock),
        diagnosis_limits=DiagnosisLimits(
            settings.diagnoses_a_person, StaticHosts.parse(settings.static_hosts)
        ),
    )


def _runbooks(settings: Settings) -> RunbookLibrary:
    """The library; what is broken in the organisation's own directory is logged, and ours is used."""
    library = RunbookLibrary.load(content.root() / "runbooks", settings.runbooks_dir)
    for sentence in library.broken:
        log.warning("runbook_broken", problem=sentence)
    return library


def _catalogue(settings: Settings, people: Mapping[str, str]) -> Catalogue:
    return LocalCatalogue(settings.catalogue_file, people) if settings.catalogue_file else EmptyCatalogue()


def _handlers(settings: Settings, services: Services, options: DiagnosisOptions) -> Mapping[str, Handler]:
    database, clock = services.database, services.clock
    renderer = SurfaceRenderer(services.taxonomy, services.policy, services.runbooks)
    tracker = LocalTracker(database, services.team_id, clock)
    return {
        RECONCILE: Reconciler(database, services.gateway, clock, services.workspace, renderer, CardPace()),
        DIAGNOSE: DiagnoseIncident(database, clock, options, services.knowledge),
        AD_HOC_DIAGNOSIS: AdHocDiagnosis(clock, services.gateway, options),
        ATTACH_DIAGNOSIS: AttachDiagnosis(database, services.gateway, clock),
        REMIND: RemindIncident(clock, services.policy),
        FILE_ITEM: FileItem(database, clock, tracker),
        WRITE_REVIEW: WriteReview(
            database, clock, services.taxonomy, settings.data_dir, services.gateway.full_names
        ),
    }


def _parked(clock: Clock) -> OnParked:
    async def note(session: AsyncSession, job: Job, reason: str) -> None:
        if job.kind == FILE_ITEM:
            await note_parked_item(session, clock, str(job.payload["item"]), job.team_id, reason)

    return note


@asynccontextmanager
async def _working(worker: Worker) -> AsyncIterator[None]:
    work = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        await worker.stop(STOP_GRACE_S)
        await work


@asynccontextmanager
async def _listening(
    settings: Settings, client: AsyncWebClient, tokens: Tokens, services: Services
) -> AsyncIterator[None]:
    """Bolt over Socket Mode. Who we are is known already, so no click waits for auth.test."""
    identity = services.workspace.identity

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_token=tokens.bot,
            bot_id=identity.bot_id,
            bot_user_id=identity.user_id,
        )

    # Bolt's own client has no token: each request's comes from `authorize`.
    # Without a name, Bolt looks for one in the sources of all modules.
    app = AsyncApp(
        name="certinc", client=AsyncWebClient(base_url=settings.slack_base_url), authorize=authorize
    )
    register(app, services)
    handler = AsyncSocketModeHandler(app, tokens.app, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt leaves its return type out
    log.info("connected", team=identity.team_id, broadcast=services.workspace.broadcast_channel)
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # the same
