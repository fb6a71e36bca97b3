"""Names of incident channels."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.channel_name import channel_name, next_channel_name
from bot.incidents.subject import Subject, SubjectKind

DAY = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)


def test_a_host_gives_the_day_and_its_labels() -> None:
    """The name says when and what."""
    subject = Subject(SubjectKind.HOST, "api.example.com")
    assert channel_name(subject, DAY) == "inc-20261123-api-example-com"


def test_a_taken_name_is_followed_by_numbers() -> None:
    """The second is -2, the tenth -10."""
    assert next_channel_name("inc-20261123-api-example-com") == "inc-20261123-api-example-com-2"
    assert next_channel_name("inc-20261123-api-example-com-9") == "inc-20261123-api-example-com-10"


@given(st.text(min_size=1, max_size=300), st.integers(min_value=1, max_value=40))
def test_every_subject_gives_a_name_that_slack_takes(value: str, attempt: int) -> None:
    """Lower-case letters, digits and dashes, at most eighty, whatever the subject is."""
    name = channel_name(Subject(SubjectKind.SERVICE, value), DAY, attempt)
    assert re.fullmatch(r"[a-z0-9-]{1,80}", name)
    assert re.fullmatch(r"[a-z0-9-]{1,80}", next_channel_name(name))
    assert next_channel_name(name) != name
