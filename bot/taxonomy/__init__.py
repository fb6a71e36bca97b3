"""The kinds of certificate incident and the severity policy, as the content files say them."""

from bot.taxonomy.categories import Category, CategoryGroup, Evidence, QuestionText, Taxonomy
from bot.taxonomy.content_file import ContentFileError, load_content_file
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
    "ContentFileError",
    "Evidence",
    "QuestionText",
    "ServiceContext",
    "SeverityPolicy",
    "SeverityRecommendation",
    "Taxonomy",
    "Tier",
    "TierId",
    "load_content_file",
]
