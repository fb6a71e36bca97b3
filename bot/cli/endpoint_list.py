"""The misbehaving endpoints as a list for a terminal of 80 columns."""

from collections.abc import Iterator, Sequence

from bot.faulty_tls import Endpoint

NONE_OF_THE_NINETEEN = "none of the nineteen"


def shown_kind(endpoint: Endpoint) -> str:
    """The subcategory that the endpoint shows, in its short form."""
    return endpoint.subcategory or NONE_OF_THE_NINETEEN


def endpoint_lines(endpoints: Sequence[Endpoint]) -> Iterator[str]:
    """Two lines an endpoint: where it is, its name and what it shows; and what is wrong there."""
    columns = [("HOST", "NAME", "SHOWS")]
    columns += [(endpoint.target, endpoint.name, shown_kind(endpoint)) for endpoint in endpoints]
    host_width, name_width = (max(len(row[at]) for row in columns) for at in (0, 1))
    wrong = ["", *(endpoint.wrong for endpoint in endpoints)]
    for (host, name, kind), sentence in zip(columns, wrong, strict=True):
        yield f"{host:{host_width}} {name:{name_width}} {kind}"
        if sentence:
            yield f"  {sentence}"
