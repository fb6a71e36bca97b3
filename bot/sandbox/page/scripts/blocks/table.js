/** The table block: rows of raw text and rich text cells; the first row is its head. */
import { el } from "../dom.js";
import { visible } from "../mrkdwn/characters.js";
import { richText } from "./rich_text.js";

export function tableBlock(block, surface) {
  const [head, ...rest] = block.rows.map((row, index) => tableRow(row, block.column_settings ?? [], index === 0 ? "th" : "td", surface));
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...rest));
  return el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, table);
}

function tableRow(cells, columns, tag, surface) {
  return el("tr", {}, ...cells.map((cell, index) => tableCell(cell, columns[index] ?? {}, tag, surface)));
}

function tableCell(cell, column, tag, surface) {
  const content = cell.type === "rich_text" ? richText(cell, surface.workspace) : visible(cell.text ?? "");
  const align = ["left", "center", "right"].includes(column.align) ? column.align : "left";
  return el(tag, { scope: tag === "th" ? "col" : null, data: { align, wrap: String(column.is_wrapped ?? false) } }, content);
}
