"""The one base of every error that certinc raises on purpose.

CertincError
 ├── bot.content.ContentMissingError
 ├── bot.settings.SettingsError
 ├── bot.storage.…          (database behind, ahead, owned by another process)
 ├── bot.jobs.…             (lease lost)
 ├── bot.diagnostics.…      (a subject or target that cannot be one)
 ├── bot.runbooks.… bot.taxonomy.…   (content that does not fit its schema)
 ├── bot.incidents.…        (a verb that the incident's state does not allow)
 └── bot.slack.gateway.…    (Slack refused, is busy, or did not answer)
"""


class CertincError(Exception):
    """Something went wrong that a person can understand.

    Args:
        what: One plain sentence: what happened.
        remedy: One plain sentence: what to do now. May be empty where ``what`` says it all.
    """

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        """Both sentences, in the order a person needs them."""
        return f"{self.what} {self.remedy}".strip()
