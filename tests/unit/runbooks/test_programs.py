"""Which programs a command calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runbooks.programs import programs


@pytest.mark.parametrize(
    ("command", "called"),
    [
        ("openssl s_client -connect HOST:443 </dev/null 2>/dev/null | grep x", "openssl grep"),
        ("sudo -u root nginx -t && systemctl reload nginx", "sudo nginx systemctl"),
        ("for a in $(dig +short HOST); do echo | openssl s_client -connect $a; done", "openssl dig"),
        ("if ! grep -q x f; then /usr/bin/date; fi", "grep /usr/bin/date"),
        ('test "$(cat "f g" | wc -l)" = 3 || exit 1', "cat wc"),
        ("awk -F '|' '{print $1; system(\"x\")}' f", "awk"),
        ("find . -name '*.p12' | xargs -n 1 keytool -list", "find xargs keytool"),
        ("timeout 5s curl --data='a|b' https://x # | nothing", "timeout curl"),
        ("cat > f <<'EOF'\nfoo bar\nEOF\nvault read x", "cat vault"),
        ("diff <(sort a) <(uniq b) 2>&1 >c", "diff sort uniq"),
        ("X=1 Y=$(id -u) env A=b step ca health", "env step id"),
        ("openssl \\\n  x509; echo $((1+2))", "openssl"),
    ],
)
def test_each_program_is_found(command: str, called: str) -> None:
    """And no word, file, option or built-in command is taken for one."""
    assert list(programs(command)) == called.split()


@given(st.text(alphabet="a $(`\"'\\){}|;<>\n#", max_size=200))
def test_no_text_is_too_strange(command: str) -> None:
    """It comes to an end, and finds only what could be a program's name."""
    assert all(set(name) <= {"a"} for name in programs(command))
