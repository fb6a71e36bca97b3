"""Deliveries seen before: Slack may bring the same click or event twice, and its work is done once."""

from datetime import datetime

from sqlalchemy import String, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, TeamOwned


class DeliveryRow(TeamOwned, Base):
    """One delivery that was acted upon, by event id, trigger id, or view id and hash."""

    __tablename__ = "deliveries"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime]


async def first_delivery(session: AsyncSession, team_id: str, key: str, now: datetime) -> bool:
    """Whether ``key`` comes for the first time. Its row commits with the work, or not at all."""
    key = f"{team_id}/{key}"
    if await session.scalar(select(DeliveryRow.key).where(DeliveryRow.key == key)):
        return False
    try:
        async with session.begin_nested():
            await session.execute(insert(DeliveryRow).values(key=key, team_id=team_id, at=now))
    except IntegrityError:
        # The same delivery on another replica committed between our look and our write.
        return False
    return True
