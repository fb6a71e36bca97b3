"""``certinc demo --list``."""

from click.testing import CliRunner

from bot.cli.demo import command
from bot.faulty_tls import ENDPOINTS


def _lines() -> list[str]:
    result = CliRunner().invoke(command, ["--list"])
    assert result.exit_code == 0
    return result.output.splitlines()


def test_every_endpoint_is_named_with_its_fault_and_what_it_shows() -> None:
    """Host and kind on one line, the sentence below."""
    lines = _lines()
    for endpoint in ENDPOINTS:
        at = next(at for at, line in enumerate(lines) if line.split()[:2] == [endpoint.target, endpoint.name])
        assert lines[at].endswith(f" {endpoint.subcategory or 'none of the nineteen'}")
        assert lines[at + 1].strip() == endpoint.wrong


def test_it_fits_eighty_columns_and_is_aligned() -> None:
    """Each column begins where its head does."""
    head, *lines = _lines()
    assert max(map(len, lines)) <= 80
    for line in lines:
        if not line.startswith(" "):
            assert line[head.index("NAME") - 1] == line[head.index("SHOWS") - 1] == " "
