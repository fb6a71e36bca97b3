"""What was read of a certificate is not read again."""

from bot.diagnostics.certificates.remembered import KEPT, KEPT_BYTES, KEPT_LARGE, remembered


class Reading:
    """Counts what is read."""

    def __init__(self) -> None:
        self.read: list[bytes] = []
        self.length = remembered(self._length)

    def _length(self, der: bytes) -> int:
        self.read.append(der)
        return len(der)


def test_the_same_certificate_is_read_once() -> None:
    """While not too many others come in between."""
    reading = Reading()
    ders = [bytes([number]) for number in range(KEPT)]
    assert [reading.length(der) for der in ders] == [reading.length(der) for der in ders]
    assert reading.read == ders


def test_large_certificates_are_forgotten_soon() -> None:
    """A chain of them is not kept in memory."""
    reading = Reading()
    large = [bytes([number]) * (KEPT_BYTES + 1) for number in range(KEPT_LARGE + 1)]
    for der in (*large, large[-1], large[0]):
        assert reading.length(der) == KEPT_BYTES + 1
    assert reading.read == [*large, large[0]]
