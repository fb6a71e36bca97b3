"""The kinds of certificate incident and the severity policy, as the content files say them."""

from bot.taxonomy.categories import Category, CategoryGroup, Evidence, QuestionText, Taxonomy
from bot.taxonomy.circumstances import Circumstances, ServiceContext, circumstances_of
from bot.taxonomy.severity import (
    SeverityPolicy,
    SeverityRecommendation,
    Tier,
    TierId,
)

__all__ = [
    "Category",
    "CategoryGroup",
    "Circumstances",
    "Evidence",
    "QuestionText",
    "ServiceContext",
    "SeverityPolicy",
    "SeverityRecommendation",
    "Taxonomy",
    "Tier",
    "TierId",
    "circumstances_of",
]
