"""Why a server did not go over to TLS."""

from bot.diagnostics.errors import DiagnosticsError


class StartTlsError(DiagnosticsError):
    """TLS was not reached; ``what`` is a part of a sentence, in plain words.

    Args:
        what: Why.
        offered: False where the server said plainly that it does not do TLS; True where something broke.
    """

    def __init__(self, what: str, *, offered: bool = True) -> None:
        super().__init__(what)
        self.offered = offered


def not_offered(server: str, command: str = "STARTTLS") -> StartTlsError:
    """The server does not do it."""
    return StartTlsError(f"the {server} does not offer {command}", offered=False)
