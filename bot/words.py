"""Words of free text, brought to their stems, so that "expired" and "expires" meet. Pure."""

import functools
import re
import unicodedata
from collections.abc import Iterator

import Stemmer

MAX_TEXT = 8_000
"""Characters of a text that are looked at."""

MAX_WORD = 40
"""Characters of a word; a longer one is a fingerprint, a path or noise."""

_WORD = re.compile(r"[a-z0-9]+(?:['.+#-][a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9.:+-]+")
_STATUS = re.compile(r"[1-5][0-9]{2}")
_SENTENCE_END = re.compile(r"[.;:!?](?=\s|$)|\n")
"""The last of several marks: to look for a run of them takes the square of its length."""

_STEMMER = Stemmer.Stemmer("english")


def _listed(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", words))


STOP_WORDS = _listed("""
    a an and any are as at be been being but by did do does for from had has have he her him his i if in
    into is it its itself just me my of on or our ours out please she so some than that the their them
    then there these they this those to too up us was we were what when where which while who whom will
    with would you your yours i'm it's we're i've we've that's there's
""")
"""Words that say nothing of what is wrong. Negations are not among them."""

NEGATIONS = _listed("""
    no not never none nobody nothing neither nor without isn't aren't wasn't weren't don't doesn't
    didn't can't cannot couldn't won't wouldn't hasn't haven't isnt arent wasnt dont doesnt didnt cant
    wont hasnt havent
""")
"""They turn round what follows."""


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence, in lower case, as they stand: stop words and negations included."""
    plain = unicodedata.normalize("NFKC", text[:MAX_TEXT]).lower().replace("\u2019", "'")
    for sentence in _SENTENCE_END.split(plain):
        words = [word for word in _WORD.findall(sentence) if len(word) <= MAX_WORD]
        if words:
            yield words


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word's stem; a number that is no HTTP status is only ``0``."""
    if _NUMBER.fullmatch(word):
        return word if _STATUS.fullmatch(word) else "0"
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def stems(text: str) -> Iterator[str]:
    """The stems of all words that say something, in their order."""
    for words in sentences(text):
        for word in words:
            if word not in STOP_WORDS and word not in NEGATIONS:
                yield stem(word)


def words_by_stem(text: str) -> dict[str, str]:
    """Stem -> the first word of the text that has it, as people know it."""
    known: dict[str, str] = {}
    for words in sentences(text):
        for word in words:
            known.setdefault(stem(word), word)
    return known
