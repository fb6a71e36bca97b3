/** The container block: blocks under a title, which may be folded away. */
import { el } from "../dom.js";
import { plainText, textObject } from "../mrkdwn/mrkdwn.js";
import { renderBlock } from "./blocks.js";
import { picture } from "./media.js";
import { richText } from "./rich_text.js";

const FOLD = { type: "fold", action_id: "fold" };

export function containerBlock(block, surface) {
  const children = el("div", { class: "blocks container-body" }, ...block.child_blocks.map((child) => renderBlock(child, surface)));
  const data = { testid: "container", width: block.width ?? "standard", divided: Boolean(block.has_header_divider) };
  const attributes = { class: "container", data };
  return block.is_collapsible ? folding(block, surface, attributes, children) : el("section", attributes, head(block, surface), children);
}

// Whether it is folded is the reader's business, and stays so when the message changes.
function folding(block, surface, attributes, children) {
  const stored = surface.entered.get(surface.owner, block, FOLD);
  const open = stored ? stored.open : !block.default_collapsed;
  const toggle = () => surface.entered.set(surface.owner, block, FOLD, { type: FOLD.type, open: node.open });
  const node = el("details", { ...attributes, open, on: { toggle } }, el("summary", { data: { key: `fold ${block.block_id}` } }, head(block, surface)), children);
  return node;
}

function head(block, surface) {
  const title = block.rich_text_title ? richText(block.rich_text_title, surface.workspace) : plainText(block.title.text, block.title);
  return el(
    "div",
    { class: "container-head" },
    block.icon && picture(block.icon, surface.workspace, "card-icon"),
    el("div", {}, el("div", { class: "container-title" }, title), block.subtitle && el("div", { class: "quiet" }, textObject(block.subtitle, surface.workspace))),
  );
}
