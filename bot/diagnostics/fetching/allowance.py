"""How many bytes may still be read: of one answer, and of all answers of a diagnosis together."""

from bot.diagnostics.fetching.outcome import FailureKind, FetchRefusedError

MEGABYTE = 1_000_000


class Allowance:
    """A number of bytes that is used up; one answer's draws on the whole diagnosis's."""

    def __init__(self, limit: int, whole: "Allowance | None" = None) -> None:
        self._limit = self._left = limit
        self._whole = whole

    def check(self, size: int) -> None:
        """See that ``size`` bytes would be allowed.

        Raises:
            FetchRefusedError: They would not.
        """
        if size > self._left:
            of = "answers with more than" if self._whole else "would make all answers together more than"
            raise FetchRefusedError(
                FailureKind.TOO_LARGE, f"{of} {self._limit / MEGABYTE:g} MB, the most that is read"
            )
        if self._whole is not None:
            self._whole.check(size)

    def take(self, size: int) -> None:
        """Use ``size`` bytes.

        Raises:
            FetchRefusedError: There are not so many left.
        """
        self.check(size)
        self._left -= size
        if self._whole is not None:
            self._whole.take(size)
