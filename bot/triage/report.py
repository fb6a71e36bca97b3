"""What a report holds: the TLS error messages in it, and the features of the words around them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.triage.tls_errors import RecognisedError, TlsErrors
from bot.words import NEGATIONS, sentences, stem

ERROR = "error:"
NEGATED = "not "
NEGATION_REACH = 3
"""Words after a negation that it turns round."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, taken apart."""

    errors: tuple[RecognisedError, ...]
    features: Mapping[str, str]
    """Each stem, each two stems in a row, the kind of each error message -> how it stands in the report."""

    @property
    def error_kinds(self) -> frozenset[str]:
        """The kinds of the error messages in it."""
        return frozenset(error.kind for error in self.errors)


def take_apart(text: str, tls_errors: TlsErrors) -> Report:
    """Find the error messages, then the features of what is left."""
    errors = tls_errors.found_in(text)
    features: dict[str, str] = {}
    for error in errors:
        features.setdefault(f"{ERROR}{error.kind}", error.text)
    for sentence in sentences(_without(text, errors)):
        for feature, words in _of_sentence(sentence):
            features.setdefault(feature, words)
    return Report(errors, features)


def _without(text: str, errors: Sequence[RecognisedError]) -> str:
    parts, end = [], 0
    for error in errors:
        parts.append(text[end : error.start])
        end = error.end
    return "\n".join((*parts, text[end:]))


def _of_sentence(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    reach, negation = 0, ""
    before: tuple[str, str] | None = None
    for word in words:
        if word in NEGATIONS:
            reach, negation = NEGATION_REACH, word
            continue
        feature = (stem(word), word)
        if reach:
            feature = (f"{NEGATED}{stem(word)}", f"{negation} {word}")
            reach -= 1
        yield feature
        if before is not None:
            yield f"{before[0]} {feature[0]}", f"{before[1]} {feature[1]}"
        before = feature
