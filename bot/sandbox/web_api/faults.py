"""Faults that a test orders: errors, delays and lost replies for the next calls of a method."""

from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

ANY_METHOD = "*"


class Fault(BaseModel):
    """One order. Without ``status`` and ``error`` the work is done; it may be delayed, and its reply lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str = Field(min_length=1)
    """A method's name, or ``*``."""

    status: int | None = Field(default=None, ge=400, le=599)
    """HTTP status to answer with instead of doing the work."""

    error: str | None = None
    """Slack error code to answer with instead of doing the work."""

    retry_after: int | None = Field(default=None, ge=0)
    """Seconds for the ``Retry-After`` header."""

    delay_ms: int = Field(default=0, ge=0)
    """Real milliseconds to wait before anything else."""

    drop_reply: bool = False
    """Do the work, commit it, and cut the connection instead of answering."""

    times: int = Field(default=1, ge=1)
    """For how many calls."""

    @property
    def replaces_work(self) -> bool:
        """Whether the call is answered without doing anything."""
        return self.status is not None or self.error is not None


@dataclass(frozen=True, slots=True)
class _Order:
    fault: Fault
    left: int


class Faults:
    """Orders in the order in which they came; each call takes the first that fits."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        self._orders.append(_Order(fault, fault.times))

    def clear(self) -> None:
        """Forget all orders."""
        self._orders.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that this call of ``method`` suffers, if any."""
        for index, order in enumerate(self._orders):
            if order.fault.method in {method, ANY_METHOD}:
                if order.left == 1:
                    del self._orders[index]
                else:
                    self._orders[index] = replace(order, left=order.left - 1)
                return order.fault
        return None
