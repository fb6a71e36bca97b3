"""Every limit of surfaces and blocks, in Slack's numbers (https://docs.slack.dev/reference/block-kit/blocks).

They are written down once more here so that a change of the validator by mistake is seen.
"""

from tests.unit.sandbox.blocks import samples
from tests.unit.sandbox.blocks.limit import Limit, at_least, at_most, within

SURFACE_LIMITS = (
    at_most(50, "message", "/blocks", "MESSAGE_BLOCKS_MAX_ITEMS"),
    at_most(100, "modal", "/blocks", "VIEW_BLOCKS_MAX_ITEMS"),
    at_most(100, "home", "/blocks", "VIEW_BLOCKS_MAX_ITEMS"),
    Limit(sample="message", path="/blocks", most=1, of="table"),
    Limit(
        sample="message",
        path="/blocks",
        most=2,
        of="pie",
        names=("MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS",),
    ),
    within(1, 24, "modal", "/title/text", "VIEW_TITLE_MAX_LENGTH"),
    within(1, 24, "modal", "/submit/text", "VIEW_SUBMIT_MAX_LENGTH"),
    within(1, 24, "modal", "/close/text", "VIEW_CLOSE_MAX_LENGTH"),
    *(
        limit
        for surface in ("modal", "home")
        for limit in (
            at_most(3000, surface, "/private_metadata", "VIEW_PRIVATE_METADATA_MAX_LENGTH"),
            at_most(255, surface, "/callback_id", "VIEW_CALLBACK_ID_MAX_LENGTH"),
            at_most(255, surface, "/external_id", "VIEW_EXTERNAL_ID_MAX_LENGTH"),
        )
    ),
)
LAYOUT_LIMITS = (
    *(at_most(255, name, "/block_id", "BLOCK_ID_MAX_LENGTH") for name in samples.NAMES),
    within(1, 3000, "section", "/text/text", "SECTION_TEXT_MAX_LENGTH", "TEXT_MIN_LENGTH"),
    at_most(10, "section", "/fields", "SECTION_FIELDS_MAX_ITEMS"),
    within(1, 2000, "section", "/fields/0/text", "SECTION_FIELDS_ITEM_MAX_LENGTH"),
    within(1, 150, "header", "/text/text", "HEADER_TEXT_MAX_LENGTH"),
    within(1, 4, "header", "/level"),
    at_most(10, "context", "/elements", "CONTEXT_ELEMENTS_MAX_ITEMS"),
    within(1, 3000, "context", "/elements/0/text", "TEXT_MAX_LENGTH"),
    at_most(25, "actions", "/elements", "ACTIONS_ELEMENTS_MAX_ITEMS"),
    at_most(3000, "image", "/image_url", "IMAGE_IMAGE_URL_MAX_LENGTH"),
    at_most(2000, "image", "/alt_text", "IMAGE_ALT_TEXT_MAX_LENGTH"),
    within(1, 2000, "image", "/title/text", "IMAGE_TITLE_MAX_LENGTH"),
    within(1, 2000, "input", "/label/text", "INPUT_LABEL_MAX_LENGTH"),
    within(1, 2000, "input", "/hint/text", "INPUT_HINT_MAX_LENGTH"),
    at_most(12_000, "markdown", "/text", "MARKDOWN_TEXT_MAX_LENGTH", "MARKDOWN_TOTAL_TEXT_MAX_LENGTH"),
    within(1, 5, "context_actions", "/elements", "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS"),
    within(1, 200, "alert", "/text/text", "ALERT_TEXT_MAX_LENGTH"),
    at_most(2000, "video", "/alt_text", "VIDEO_ALT_TEXT_MAX_LENGTH"),
    within(1, 200, "video", "/title/text", "VIDEO_TITLE_MAX_LENGTH"),
    within(1, 200, "video", "/description/text", "VIDEO_DESCRIPTION_MAX_LENGTH"),
    at_most(3000, "video", "/thumbnail_url", "VIDEO_THUMBNAIL_URL_MAX_LENGTH"),
    at_most(3000, "video", "/video_url", "VIDEO_VIDEO_URL_MAX_LENGTH"),
    at_most(50, "video", "/author_name", "VIDEO_AUTHOR_NAME_MAX_LENGTH"),
    at_most(50, "video", "/provider_name", "VIDEO_PROVIDER_NAME_MAX_LENGTH"),
    at_most(2000, "video", "/provider_icon_url", "VIDEO_PROVIDER_ICON_URL_MAX_LENGTH"),
    at_most(2000, "video", "/title_url", "VIDEO_TITLE_URL_MAX_LENGTH"),
    within(0, 8, "rich_text", "/elements/1/indent", "RICH_TEXT_LIST_INDENT_MIN", "RICH_TEXT_LIST_INDENT_MAX"),
    at_least(0, "rich_text", "/elements/1/offset", "RICH_TEXT_LIST_OFFSET_MIN"),
    *(
        within(
            0,
            1,
            "rich_text",
            f"/elements/{place}/border",
            f"RICH_TEXT_{kind}_BORDER_MIN",
            f"RICH_TEXT_{kind}_BORDER_MAX",
        )
        for place, kind in ((1, "LIST"), (2, "PREFORMATTED"), (3, "QUOTE"))
    ),
    at_least(1, "rich_text", "/elements"),
    at_least(1, "rich_text", "/elements/0/elements"),
)
GROUP_LIMITS = (
    within(1, 150, "card", "/title/text", "CARD_TITLE_MAX_LENGTH"),
    within(1, 150, "card", "/subtitle/text", "CARD_SUBTITLE_MAX_LENGTH"),
    within(1, 200, "card", "/body/text", "CARD_BODY_MAX_LENGTH"),
    within(1, 200, "card", "/subtext/text", "CARD_SUBTEXT_MAX_LENGTH"),
    at_most(3, "card", "/actions", "CARD_ACTIONS_MAX_ITEMS"),
    within(1, 10, "carousel", "/elements", "CAROUSEL_ELEMENTS_MIN_ITEMS", "CAROUSEL_ELEMENTS_MAX_ITEMS"),
    within(1, 150, "container", "/title/text", "CONTAINER_TITLE_MAX_LENGTH"),
    within(1, 150, "container", "/subtitle/text", "CONTAINER_SUBTITLE_MAX_LENGTH"),
    within(
        1,
        10,
        "container",
        "/child_blocks",
        "CONTAINER_CHILD_BLOCKS_MIN_ITEMS",
        "CONTAINER_CHILD_BLOCKS_MAX_ITEMS",
    ),
    at_most(50, "plan", "/tasks", "PLAN_TASKS_MAX_ITEMS"),
)
_ROWS = ("/rows/0", "/rows/1")
_POINTS = ("/chart/axis_config/categories",)
DATA_LIMITS = (
    within(1, 100, "table", "/rows", "TABLE_ROWS_MAX_ITEMS"),
    at_most(20, "table", "/rows/0", "TABLE_COLUMNS_MAX_ITEMS"),
    at_most(20, "table", "/column_settings", "TABLE_COLUMN_SETTINGS_MAX_ITEMS"),
    # The table has 4 characters in its other cell.
    Limit(sample="table", path="/rows/0/0/text", most=10_000 - 4, reported_at="/rows"),
    within(2, 201, "data_table", "/rows", "DATA_TABLE_ROWS_MIN_ITEMS", "DATA_TABLE_ROWS_MAX_ITEMS"),
    within(
        1,
        20,
        "data_table",
        _ROWS[0],
        "DATA_TABLE_COLUMNS_MIN_ITEMS",
        "DATA_TABLE_COLUMNS_MAX_ITEMS",
        together=_ROWS[1:],
    ),
    at_least(1, "data_table", "/rows/0/0/text", "DATA_TABLE_CELL_TEXT_MIN_LENGTH"),
    # And this one 11 characters in its other three.
    Limit(
        sample="data_table",
        path="/rows/0/0/text",
        most=20_000 - 11,
        names=("DATA_TABLE_CONTENT_MAX_LENGTH", "DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH"),
        reported_at="/rows",
    ),
    within(1, 100, "data_table", "/page_size", "DATA_TABLE_PAGE_SIZE_MIN", "DATA_TABLE_PAGE_SIZE_MAX"),
    within(0, 1, "data_table", "/row_header_column_index", "DATA_TABLE_ROW_HEADER_COLUMN_INDEX_MIN"),
    at_least(1, "data_table", "/caption"),
    within(1, 50, "pie", "/title", "DATA_VISUALIZATION_TITLE_MAX_LENGTH"),
    within(
        1,
        12,
        "pie",
        "/chart/segments",
        "DATA_VISUALIZATION_SEGMENTS_MIN_ITEMS",
        "DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS",
    ),
    within(1, 20, "pie", "/chart/segments/0/label", "DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH"),
    at_least(1, "pie", "/chart/segments/0/value", "DATA_VISUALIZATION_SEGMENT_VALUE_EXCLUSIVE_MIN"),
    *(
        limit
        for chart in ("bar", "area", "line")
        for limit in (
            within(
                1,
                12,
                chart,
                "/chart/series",
                "DATA_VISUALIZATION_SERIES_MIN_ITEMS",
                "DATA_VISUALIZATION_SERIES_MAX_ITEMS",
            ),
            within(1, 20, chart, "/chart/series/0/name", "DATA_VISUALIZATION_SERIES_NAME_MAX_LENGTH"),
            within(
                1,
                20,
                chart,
                "/chart/series/0/data",
                "DATA_VISUALIZATION_DATA_MIN_ITEMS",
                "DATA_VISUALIZATION_DATA_MAX_ITEMS",
                "DATA_VISUALIZATION_CATEGORIES_MIN_ITEMS",
                "DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS",
                together=_POINTS,
            ),
            within(
                1,
                20,
                chart,
                "/chart/series/0/data/0/label",
                "DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH",
                "DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH",
                together=("/chart/axis_config/categories/0",),
            ),
            at_most(50, chart, "/chart/axis_config/x_label", "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH"),
            at_most(50, chart, "/chart/axis_config/y_label", "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH"),
        )
    ),
)
BLOCK_LIMITS = (*SURFACE_LIMITS, *LAYOUT_LIMITS, *GROUP_LIMITS, *DATA_LIMITS)
