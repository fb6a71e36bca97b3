/** The `markdown` block: the common part of CommonMark that Slack shows (Slack: markdown block). */
import { el, externalLink, fragment, safeUrl } from "../dom.js";
import { visible } from "./characters.js";
import { emoji, emojiCharacter } from "./emoji.js";

const HEADING = /^(#{1,6}) +(.*?) *#*$/;
const ITEM = /^( *)(?:[-*+]|(\d{1,9})[.)]) +(.*)$/;
const TASK = /^\[([ xX])\] +/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const QUOTE = /^ {0,3}> ?/;
const TABLE_RULE = /^ *\|? *:?-{1,}:? *(\| *:?-{1,}:? *)*\|? *$/;

// One alternative each: code, bold, bold, strike, italic, italic, image or link, bare URL, emoji, backslash escape.
const INLINE = new RegExp(
  [
    "(`+)(.+?)\\1", "\\*\\*(?=\\S)(.+?)\\*\\*", "__(?=\\S)(.+?)__", "~~(?=\\S)(.+?)~~", "\\*(?=\\S)([^*]+?)\\*", "\\b_(?=\\S)([^_]+?)_\\b",
    "!?\\[([^\\]]*)\\]\\(<?([^)\\s>]+)>?(?: +\"[^\"]*\")?\\)", "(https?:\\/\\/[^\\s<>()]+[^\\s<>().,;:!?])", ":([a-z0-9_+'-]+):",
    "\\\\([\\\\`*_{}\\[\\]()#+.!|~>-])",
  ].join("|"),
  "g",
);

/** @param {string} text @returns {HTMLElement} a `div.markdown` */
export function markdown(text) {
  return el("div", { class: "markdown" }, ...blocks(text.split("\n")));
}

function blocks(lines) {
  const nodes = [];
  for (let at = 0; at < lines.length; ) {
    const [node, next] = blockAt(lines, at);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

function blockAt(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  if (FENCE.test(line)) return fenced(lines, at);
  const heading = HEADING.exec(line);
  if (heading) return [el("h3", { data: { level: heading[1].length } }, spans(heading[2])), at + 1];
  if (RULE.test(line)) return [el("hr"), at + 1];
  if (QUOTE.test(line)) return quoted(lines, at);
  if (ITEM.test(line)) return list(lines, at);
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) return table(lines, at);
  return paragraph(lines, at);
}

function fenced(lines, at) {
  const fence = FENCE.exec(lines[at])[1];
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(fence)) end += 1;
  return [el("pre", {}, el("code", {}, visible(lines.slice(at + 1, end).join("\n")))), end + 1];
}

function quoted(lines, at) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  return [el("blockquote", {}, ...blocks(lines.slice(at, end).map((line) => line.replace(QUOTE, "")))), end];
}

function list(lines, at) {
  const [, indent, number] = ITEM.exec(lines[at]);
  const node = number === undefined ? el("ul") : el("ol", { start: number });
  let end = at;
  while (end < lines.length) {
    const item = ITEM.exec(lines[end]);
    if (!item || item[1].length < indent.length || (item[2] === undefined) !== (number === undefined)) break;
    let bodyEnd = end + 1;
    while (bodyEnd < lines.length && continuesItem(lines[bodyEnd], indent.length)) bodyEnd += 1;
    node.append(listItem(item[3], lines.slice(end + 1, bodyEnd)));
    end = bodyEnd;
  }
  return [node, end];
}

function continuesItem(line, indent) {
  return line.trim() !== "" && line.length - line.trimStart().length > indent;
}

function listItem(first, rest) {
  const task = TASK.exec(first);
  const item = el("li", { data: { task: Boolean(task) } });
  if (task) item.append(task[1] === " " ? "☐ " : "☑ ");
  item.append(spans(first.replace(TASK, "")), ...blocks(rest));
  return item;
}

function table(lines, at) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const row = (line, tag) => el("tr", {}, ...cells(line).map((cell) => el(tag, {}, spans(cell))));
  const body = lines.slice(at + 2, end).map((line) => row(line, "td"));
  const node = el("table", {}, el("thead", {}, row(lines[at], "th")), el("tbody", {}, ...body));
  return [el("div", { class: "table-scroll" }, node), end];
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function paragraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && ![HEADING, FENCE, QUOTE, ITEM, RULE].some((kind) => kind.test(lines[end]))) end += 1;
  const content = lines.slice(at, end).flatMap((line, index) => (index ? [el("br"), spans(line)] : [spans(line)]));
  return [el("p", {}, ...content), end];
}

function spans(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(visible(text.slice(from, match.index)));
    nodes.push(span(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(visible(text.slice(from)));
  return fragment(...nodes);
}

function span([whole, , code, bold, bold2, strike, italic, italic2, label, target, bare, emojiName, escaped]) {
  if (code !== undefined) return el("code", {}, visible(code));
  if (bold ?? bold2) return el("strong", {}, spans(bold ?? bold2));
  if (strike) return el("del", {}, spans(strike));
  if (italic ?? italic2) return el("em", {}, spans(italic ?? italic2));
  if (target) return safeUrl(target) ? externalLink(safeUrl(target), spans(label || target)) : visible(whole);
  if (bare) return externalLink(bare, visible(bare));
  if (emojiName) return emojiCharacter(emojiName) ? emoji(emojiName) : visible(whole);
  return visible(escaped);
}
