"""The kinds of certificate incident and the severity policy, as the content files say them."""

from bot.taxonomy.categories import Category, CategoryGroup, Evidence, QuestionText, Taxonomy
from bot.taxonomy.severity import (
    ServiceContext,
    SeverityPolicy,
    SeverityRecommendation,
    Tier,
    TierId,
)

__all__ = [
    "Category",
    "CategoryGroup",
    "Evidence",
    "QuestionText",
    "ServiceContext",
    "SeverityPolicy",
    "SeverityRecommendation",
    "Taxonomy",
    "Tier",
    "TierId",
]
