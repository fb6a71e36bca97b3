"""The programs that a shell command calls. It is read and never run."""

import re
from collections.abc import Iterator


def _listed(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", words))


_INNER = r"\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
"""A command within a command, with parentheses two deep in it."""
_TOKEN = re.compile(
    rf"""
      (?P<nothing> [ \t\r]+ | \\\n | (?<![^\s;|&(])\#[^\n]* )
    | (?P<redirect> \d*[<>]+[&|]? )
    | (?P<control> [|&;()\n]+ )
    | (?P<word> (?: \\. | '[^']*' | "(?: \\. | {_INNER} | [^"\\] )*+" | {_INNER} | `[^`]*` | [^\s|&;()<>'"\\`] )++ )
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED_OR_INNER = re.compile(rf"'[^']*'|\"(?:\\.|{_INNER}|[^\"\\])*+\"|{_INNER}|`[^`]*`", re.DOTALL)
_INNERS = re.compile(rf"{_INNER}|`[^`]*`", re.DOTALL)
_HERE_DOCUMENT = re.compile(r"<<-?[ ]*['\"]?(\w+)['\"]?([^\n]*)\n.*?\n\s*\1[ ]*(?=\n|\Z)", re.DOTALL)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=.*", re.DOTALL)
_PROGRAM = re.compile(r"[\w./~+-]*[A-Za-z][\w./~+-]*", re.ASCII)
_NUMBER = re.compile(r"[0-9.]+[smhd]?")

_KEYWORDS = _listed("! { } do done else elif esac fi if in then until while")
_BEFORE_WORDS = _listed("for case function")
_BUILT_IN = _listed("""
    . : [ [[ alias break cd continue echo eval exit export false kill local printf pwd read return set shift
    source test trap true type ulimit umask unset wait
""")
_CARRIERS = {
    "command": "",
    "env": "-u",
    "exec": "",
    "nohup": "",
    "sudo": "-u -g",
    "time": "",
    "timeout": "-s -k",
    "watch": "-n",
    "xargs": "-n -I -P -L -d",
}
"""What starts the program that is named after its options, and those of the options that take a word."""
_SHELLS_OWN = _listed("command exec time")


def programs(command: str) -> Iterator[str]:
    """Those in pipes, lists, conditions and substitutions, in their order; what the shell does itself is none."""
    tokens = list(_TOKEN.finditer(_HERE_DOCUMENT.sub(r"\2", command)))
    yield from _called(tokens)
    for token in tokens:
        for inner in _substituted(token["word"] or ""):
            yield from programs(inner)


def _called(tokens: list[re.Match[str]]) -> Iterator[str]:
    expected, skipped, carrier = True, 0, ""
    for token in tokens:
        word = token["word"]
        if token["redirect"]:
            skipped += 1
        elif token["control"]:
            expected, skipped, carrier = True, 0, ""
        elif word is None:
            continue
        elif skipped:
            skipped -= 1
        elif not expected or word in _KEYWORDS or _ASSIGNMENT.fullmatch(word):
            continue
        elif carrier and word.startswith("-"):
            skipped = int(word in _CARRIERS[carrier].split())
        elif carrier and _NUMBER.fullmatch(word):
            continue
        else:
            if word not in _BUILT_IN | _BEFORE_WORDS | _SHELLS_OWN and _PROGRAM.fullmatch(word):
                yield word
            carrier = word if word in _CARRIERS else ""
            expected = bool(carrier)


def _substituted(word: str) -> Iterator[str]:
    """What stands in ``$(…)`` and between backticks, but not in single quotes; arithmetic is no command."""
    for part in _QUOTED_OR_INNER.findall(word):
        if part.startswith("'"):
            continue
        for inner in _INNERS.findall(part):
            commands = inner[2:-1] if inner.startswith("$(") else inner[1:-1]
            if not commands.startswith("("):
                yield commands
