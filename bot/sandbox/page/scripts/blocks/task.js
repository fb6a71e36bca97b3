/** What an app is doing: one task, or a plan of several. */
import { el, externalLink, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { visible } from "../mrkdwn/characters.js";
import { richText } from "./rich_text.js";

const STATUSES = {
  pending: ["circle", "Pending"],
  in_progress: ["clock", "In progress"],
  complete: ["check", "Done"],
  error: ["warning", "Failed"],
};

/** Slack: task card block. */
export function taskCardBlock(block, surface) {
  return el("div", { class: "task-card", data: { testid: "task" } }, task(block, surface));
}

/** Slack: plan block. */
export function planBlock(block, surface) {
  const tasks = (block.tasks ?? []).map((each) => el("li", {}, task(each, surface)));
  return el(
    "section",
    { class: "plan", data: { testid: "plan" } },
    el("p", { class: "plan-title" }, visible(block.title)),
    tasks.length ? el("ol", {}, ...tasks) : el("p", { class: "quiet", text: "No tasks yet." }),
  );
}

function task({ title, status, details, output, sources = [] }, { workspace }) {
  const [symbol, words] = STATUSES[status] ?? STATUSES.pending;
  return el(
    "div",
    { class: "task", data: { status } },
    icon(symbol),
    el(
      "div",
      { class: "task-text" },
      el("p", { class: "task-title" }, visible(title), el("span", { class: "task-status", text: words })),
      details && richText(details, workspace),
      output && el("div", { class: "task-output" }, richText(output, workspace)),
      sources.length > 0 && el("ul", { class: "task-sources" }, ...sources.map((source) => el("li", {}, sourceLink(source)))),
    ),
  );
}

function sourceLink({ url, text }) {
  const safe = safeUrl(url);
  return safe ? externalLink(safe, visible(text || url)) : visible(text || url);
}
