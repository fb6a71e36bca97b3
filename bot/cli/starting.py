"""Starting a long-lived process: nothing is collected meanwhile, and what is loaded then is not looked at again."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[Callable[[], None]]:
    """While a program is imported and put together, hardly anything becomes garbage, and looking for it takes long.

    The block calls what it is given once it has started: what is loaded by then stays to the end, and a collector that
    went through it each time would hold the loop for a tenth of a second.
    """
    gc.disable()
    try:
        yield _begin
    finally:
        gc.enable()


def _begin() -> None:
    gc.freeze()
    gc.enable()
