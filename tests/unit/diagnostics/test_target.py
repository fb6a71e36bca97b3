"""Reading what a person pasted as a host."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnostics import StartTls, Target, TargetError, parse_target


@pytest.mark.parametrize(
    ("pasted", "host", "port"),
    [
        ("api.example.com", "api.example.com", 443),
        (" API.example.com. ", "api.example.com", 443),
        ("api.example.com.:8443", "api.example.com", 8443),
        ("https://api.example.com/x?y=1#z", "api.example.com", 443),
        ("//api.example.com/x", "api.example.com", 443),
        ("api.example.com?x=1", "api.example.com", 443),
        ("api.example.com/a:b:c", "api.example.com", 443),
        ("HTTPS://API.EXAMPLE.COM", "api.example.com", 443),
        ("http://api.example.com", "api.example.com", 443),
        ("<http://api.example.com|api.example.com>", "api.example.com", 443),
        ("<https://api.example.com:8443/>", "api.example.com", 8443),
        ("<mailto:admin@mail.example.com|admin@mail.example.com>", "mail.example.com", 443),
        ("admin@mail.example.com", "mail.example.com", 443),
        ("https://user:secret@api.example.com:8443/x", "api.example.com", 8443),
        ("`api.example.com`", "api.example.com", 443),
        ("“api.example.com”,", "api.example.com", 443),
        ("api.example.com:8443", "api.example.com", 8443),
        ("api.example.com:", "api.example.com", 443),
        ("\u200eapi.exam\u200bple.com\u200b:8443\u2069", "api.example.com", 8443),
        ("[2001:db8::1]:8443", "2001:db8::1", 8443),
        ("https://[2001:DB8::1]/x", "2001:db8::1", 443),
        ("2001:DB8::1", "2001:db8::1", 443),
        ("192.0.2.7:9443", "192.0.2.7", 9443),
        ("\uff11\uff19\uff12.0.2.\uff17", "192.0.2.7", 443),
        ("ldaps://dir.example.com", "dir.example.com", 636),
        ("bücher.example", "xn--bcher-kva.example", 443),
        ("BÜCHER。example", "xn--bcher-kva.example", 443),
        ("b%C3%BCcher%2Eexample", "xn--bcher-kva.example", 443),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", 443),
        ("xn--i-7iq.ws", "xn--i-7iq.ws", 443),
        ("_dmarc.bücher.example", "_dmarc.xn--bcher-kva.example", 443),
        ("r3---sn-abc.example.com", "r3---sn-abc.example.com", 443),
        ("localhost:8443", "localhost", 8443),
        ("node-1", "node-1", 443),
    ],
)
def test_a_host_in_any_form(pasted: str, host: str, port: int) -> None:
    """However it is pasted, it is the same host and port."""
    assert parse_target(pasted) == Target(host, port)


@pytest.mark.parametrize(
    ("pasted", "target"),
    [
        ("smtp://mail.example.com", Target("mail.example.com", 587, StartTls.SMTP)),
        ("smtp://mail.example.com:2525", Target("mail.example.com", 2525, StartTls.SMTP)),
        ("mail.example.com:25", Target("mail.example.com", 25, StartTls.SMTP)),
        ("<http://mail.example.com:25|mail.example.com:25>", Target("mail.example.com", 25, StartTls.SMTP)),
        ("tls://mail.example.com:25", Target("mail.example.com", 25)),
        ("smtps://mail.example.com", Target("mail.example.com", 465)),
        ("imap://[2001:db8::1]", Target("2001:db8::1", 143, StartTls.IMAP)),
        ("mail.example.com:993", Target("mail.example.com", 993)),
        ("pop3://mail.example.com", Target("mail.example.com", 110, StartTls.POP3)),
        ("ftp://files.example.com/pub", Target("files.example.com", 21, StartTls.FTP)),
        ("dir.example.com:389", Target("dir.example.com", 389, StartTls.LDAP)),
        ("postgres://u:p@db.example.com/app", Target("db.example.com", 5432, StartTls.POSTGRES)),
        ("postgresql://db.example.com:6432", Target("db.example.com", 6432, StartTls.POSTGRES)),
        ("mysql://db.example.com", Target("db.example.com", 3306, StartTls.MYSQL)),
        ("chat.example.com:5222", Target("chat.example.com", 5222, StartTls.XMPP)),
        ("chat.example.com:5223", Target("chat.example.com", 5223)),
        ("dns.example.com:853", Target("dns.example.com", 853)),
    ],
)
def test_the_scheme_or_the_port_implies_what_comes_before_tls(pasted: str, target: Target) -> None:
    """The scheme says it best; a well-known port says it where there is none."""
    assert parse_target(pasted) == target


@pytest.mark.parametrize(
    ("pasted", "target"),
    [
        ("mail.example.com", Target("mail.example.com", 143, StartTls.IMAP)),
        ("mail.example.com:25", Target("mail.example.com", 25, StartTls.IMAP)),
        ("smtp://mail.example.com", Target("mail.example.com", 587, StartTls.IMAP)),
    ],
)
def test_what_is_asked_for_overrides_what_is_implied(pasted: str, target: Target) -> None:
    """It brings its own port only where nothing else names one."""
    assert parse_target(pasted, StartTls.IMAP) == target


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("", "is empty"),
        ("\u200b", "is empty"),
        ("x" * 5000, "too long"),
        ("foo bar", "holds a space"),
        ("api.example.com 8443", "a port follows a colon: `api.example.com:8443`"),
        ("host", "single word"),
        ("a..b.example", "no name that DNS can hold"),
        ("api.example.com..", "no name that DNS can hold"),
        (".example.com", "no name that DNS can hold"),
        ("*.example.com", "stands for many hosts"),
        ("api.example.com:0", "port"),
        ("api.example.com:99999", "port"),
        ("api.example.com:-1", "port"),
        ("api.example.com:https", "port"),
        ("gopher://files.example.com", "no service with a certificate"),
        ("999.1.1.1", "ends like an address"),
        ("127.1", "ends like an address"),
        ("0xa9fea9fe", "ends like an address"),
        ("2852039166", "ends like an address"),
        ("10.0.0.0/8", "is a network"),
        ("2001:db8::/32", "is a network"),
        ("1:2:3", "no IPv6 address"),
        ("[fe80::1%25eth0]:443", "names a zone"),
        ("fe80::1%eth0", "names a zone"),
        ("[api.example.com]", "address"),
        ("-bad.example.com", "no name that DNS can hold"),
        ("x" * 64 + ".example.com", "no name that DNS can hold"),
        ("abcdefg." * 40 + "example", "longer than a name in DNS"),
        ("ü" * 300 + ".example", "longer than a name in DNS"),
        ("xn--zzzzzzzz99999.example", "begins with xn--"),
        ("xn--abc-.example", "no name that DNS can hold"),
        ("<!channel>", "no name that DNS can hold"),
        ("<@U012ABC3>", "no name that DNS can hold"),
        ("<#C012ABC3|general>", "no name that DNS can hold"),
        ("<tel:+15550100|+15550100>", "no name that DNS can hold"),
        ("api.\u202emoc.example", r"invisible character \(U\+202E\)"),
        ("api\x1b[2J.example.com", r"invisible character \(U\+001B\)"),
        ("api%00.example.com", "no name that DNS can hold"),
    ],
)
def test_what_cannot_be_a_host_says_why_with_an_example(pasted: str, why: str) -> None:
    """One sentence, and one that would have worked."""
    with pytest.raises(TargetError, match=why) as caught:
        parse_target(pasted)
    assert "For example" in str(caught.value)


def test_a_password_is_not_repeated() -> None:
    """What is refused may stand in a log."""
    with pytest.raises(TargetError) as caught:
        parse_target("https://user:hunter2@a..example/")
    assert "hunter2" not in str(caught.value)


PARTS = st.sampled_from(
    [
        "https://",
        "smtp://",
        "<",
        ">",
        "|",
        "@",
        ":",
        "/",
        "[",
        "]",
        "%25",
        "%",
        "xn--",
        ".",
        "::",
        "25",
        "mailto:",
    ]
)
PASTED = st.lists(PARTS | st.text(st.characters(), max_size=8), max_size=12).map("".join)


@given(PASTED | st.text(st.characters(), max_size=100), st.none() | st.sampled_from(StartTls))
def test_whatever_is_pasted_is_a_host_or_a_plain_refusal(pasted: str, starttls: StartTls | None) -> None:
    """Nothing else comes out, and what comes out reads as itself again."""
    try:
        target = parse_target(pasted, starttls)
    except TargetError:
        return
    assert parse_target(str(target)) == target
    assert target.host.isascii()


HOSTS = st.sampled_from(["api.example.com", "2001:db8::1", "192.0.2.7", "node-1", "xn--bcher-kva.example"])
PORTS = st.sampled_from([25, 443, 465, 587, 993, 5432]) | st.integers(1, 65_535)
TARGETS = st.builds(Target, HOSTS, PORTS, st.none() | st.sampled_from(StartTls))


@given(TARGETS)
def test_a_target_reads_back_as_itself(target: Target) -> None:
    """Incidents keep the text; diagnoses keep the JSON."""
    assert parse_target(str(target)) == target
    assert msgspec.json.decode(msgspec.json.encode(target), type=Target) == target


def test_a_target_of_an_older_document_has_no_starttls() -> None:
    """The field came later."""
    assert msgspec.convert({"host": "api.example.com", "port": 443}, Target) == Target("api.example.com")
