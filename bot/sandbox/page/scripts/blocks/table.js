/** Tables: the table block, whose first row is its head, and the data table, which has a caption and pages. */
import { el, uniqueId } from "../dom.js";
import { visible } from "../mrkdwn/characters.js";
import { richText } from "./rich_text.js";

const PAGE_SIZE = 10;

/** Slack: table block. */
export function tableBlock(block, surface) {
  const { rows, column_settings: columns = [] } = block;
  return scrolling(table(rows, { surface, columns, numbersRight: false }), { "aria-label": "Table" });
}

/** Slack: data table block. */
export function dataTableBlock(block, surface) {
  const { rows, caption, page_size: size = PAGE_SIZE, row_header_column_index: headColumn } = block;
  const id = uniqueId("caption");
  const [head, ...body] = rows;
  const region = el("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-labelledby": id });
  const show = (from) => region.replaceChildren(table([head, ...body.slice(from, from + size)], { surface, headColumn, numbersRight: true }));
  show(0);
  const title = el("p", { class: "data-title", id }, visible(caption));
  return el("div", { class: "data-block", data: { testid: "data-table" } }, title, region, body.length > size && pager(body.length, size, show));
}

function pager(total, size, show) {
  let from = 0;
  const where = el("span", { class: "pager-where", role: "status" });
  const step = (label, by) => el("button", { class: "button", type: "button", text: label, on: { click: () => move(from + by) } });
  const back = step("Previous", -size);
  const on = step("Next", size);
  const move = (to) => {
    from = Math.max(0, Math.min(to, Math.floor((total - 1) / size) * size));
    show(from);
    describe();
  };
  const describe = () => {
    where.textContent = `Rows ${from + 1} to ${Math.min(from + size, total)} of ${total}`;
    back.setAttribute("aria-disabled", String(from === 0));
    on.setAttribute("aria-disabled", String(from + size >= total));
  };
  describe();
  return el("div", { class: "pager" }, back, on, where);
}

/**
 * A table whose first row is its head.
 *
 * @param {object[][]} rows cells of Block Kit
 * @param {{surface: object, columns?: object[], headColumn?: number, numbersRight: boolean}} options
 */
function table([head, ...body], { surface, columns = [], headColumn, numbersRight }) {
  const cellOf = (cell, index, inHead) => {
    const isHead = inHead || index === headColumn;
    const chosen = columns[index]?.align ?? (numbersRight && isNumbers(body, index) ? "right" : "left");
    const align = ["left", "center", "right"].includes(chosen) ? chosen : "left";
    const wrap = columns.length ? (columns[index]?.is_wrapped ?? false) : true;
    return el(isHead ? "th" : "td", { scope: inHead ? "col" : isHead ? "row" : null, data: { align, wrap: String(wrap) } }, cellContent(cell, surface));
  };
  const row = (cells, inHead = false) => el("tr", {}, ...cells.map((cell, index) => cellOf(cell, index, inHead)));
  return el("table", {}, el("thead", {}, row(head, true)), el("tbody", {}, ...body.map((cells) => row(cells))));
}

function isNumbers(body, index) {
  return body.every((cells) => cells[index].type === "raw_number");
}

function cellContent(cell, surface) {
  if (cell.type === "rich_text") return richText(cell, surface.workspace);
  return visible(cell.text ?? (cell.value === undefined ? "" : String(cell.value)));
}

function scrolling(content, attributes) {
  return el("div", { class: "table-scroll", tabindex: "0", role: "group", ...attributes }, content);
}
