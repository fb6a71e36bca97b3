"""What listeners work with: made once by the composition root, handed to each."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.incidents.diagnosis_log import DiagnosisLimits
from bot.incidents.knowledge import Knowledge
from bot.integrations.catalogue import Catalogue
from bot.runbooks import RunbookLibrary
from bot.slack.gateway import SlackGateway
from bot.slack.membership import Membership
from bot.slack.workspace import Workspace
from bot.storage.database import Database
from bot.taxonomy import SeverityPolicy, Taxonomy


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a listener may need, and no way to reach anything else."""

    database: Database
    clock: Clock
    gateway: SlackGateway
    workspace: Workspace
    catalogue: Catalogue
    knowledge: Knowledge
    runbooks: RunbookLibrary
    membership: Membership
    diagnosis_limits: DiagnosisLimits

    @property
    def taxonomy(self) -> Taxonomy:
        """The categories."""
        return self.knowledge.taxonomy

    @property
    def policy(self) -> SeverityPolicy:
        """The severity policy."""
        return self.knowledge.policy

    @property
    def team_id(self) -> str:
        """The workspace that everything is read and written for."""
        return self.workspace.team_id
