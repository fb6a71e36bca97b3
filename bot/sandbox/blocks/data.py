"""Blocks of data: tables and charts (Slack, "Table block", "Data table block", "Data visualization block")."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.blocks.composition import TYPE
from bot.sandbox.blocks.layout import block
from bot.sandbox.blocks.report import Report
from bot.sandbox.blocks.rich_text import RICH_TEXT
from bot.sandbox.blocks.schema import (
    Check,
    Rule,
    array,
    boolean,
    by_type,
    enum,
    integer,
    nullable,
    number,
    record,
    string,
    unique,
)

MAX_TABLE_TEXT = 10_000
"""Characters in the cells of all tables of a message."""

MAX_DATA_TABLE_TEXT = 20_000
"""Characters in the cells of all data tables of a message."""

_LABEL = string(1, 20)
_RAW_TEXT = record({"type": TYPE, "text": string(1)}, {"emoji": boolean})
_RAW_NUMBER = record({"type": TYPE, "value": number(), "text": string(1)})
_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_COLUMN = record(optional={"align": enum("left", "center", "right"), "is_wrapped": boolean})


def texts(value: object) -> Iterator[str]:
    """Every ``text`` in a part of a block."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "text" and isinstance(item, str):
                yield item
            else:
                yield from texts(item)


def _rectangular(value: Mapping[str, Any], at: str, report: Report) -> None:
    if len({len(row) for row in value["rows"]}) > 1:
        report.add(f"{at}/rows", "all rows must have the same number of cells", "items", "cells")


def _plain_header(value: Mapping[str, Any], at: str, report: Report) -> None:
    for column, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            report.add(f"{at}/rows/0/{column}/type", "unsupported type: rich_text", "enum", ["raw_text"])


def _header_column(value: Mapping[str, Any], at: str, report: Report) -> None:
    column = value.get("row_header_column_index")
    if column is not None and column >= len(value["rows"][0]):
        report.add(f"{at}/row_header_column_index", "must be a column of the table", "max")


def _at_most(characters: int) -> Rule:
    def rule(value: Mapping[str, Any], at: str, report: Report) -> None:
        if sum(map(len, texts(value["rows"]))) > characters:
            report.add(
                f"{at}/rows", f"text must be less than {characters + 1} characters", "max_length", characters
            )

    return rule


def _a_point_for_each_category(value: Mapping[str, Any], at: str, report: Report) -> None:
    categories = sorted(value["axis_config"]["categories"])
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            report.add(f"{at}/series/{index}/data", "must have one point for each category", "items")


def _unique_categories(value: Mapping[str, Any], at: str, report: Report) -> None:
    if len(set(value["categories"])) != len(value["categories"]):
        report.add(f"{at}/categories", "categories must be unique", "unique", "categories")


_SERIES = record({"name": _LABEL, "data": array(record({"label": _LABEL, "value": number()}), 1, 20)})
_AXES = record(
    {"categories": array(_LABEL, 1, 20)},
    {"x_label": string(1, 50), "y_label": string(1, 50)},
    (_unique_categories,),
)
_ALONG_AXES = record(
    {"type": TYPE, "series": array(_SERIES, 1, 12), "axis_config": _AXES},
    rules=(unique("name", among="series"), _a_point_for_each_category),
)
_PIE = record({"type": TYPE, "segments": array(record({"label": _LABEL, "value": number(above=0)}), 1, 12)})
_CHART = by_type({"pie": _PIE, "bar": _ALONG_AXES, "area": _ALONG_AXES, "line": _ALONG_AXES})

DATA_BLOCKS: Mapping[str, Check] = {
    "table": block(
        {"rows": array(array(_CELL, 1, 20), 1, 100)},
        {"column_settings": array(nullable(_COLUMN), 0, 20)},
        (_rectangular, _at_most(MAX_TABLE_TEXT)),
    ),
    "data_table": block(
        {"rows": array(array(_CELL, 1, 20), 2, 201), "caption": string()},
        {"page_size": integer(1, 100), "row_header_column_index": integer(0)},
        (_rectangular, _plain_header, _header_column, _at_most(MAX_DATA_TABLE_TEXT)),
    ),
    "data_visualization": block({"title": string(1, 50), "chart": _CHART}),
}
"""Block type -> its check."""
