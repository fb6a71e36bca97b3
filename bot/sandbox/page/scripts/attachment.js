/** Attachments, the older way to add to a message, and the way links unfold (Slack: secondary message attachments). */
import { picture } from "./blocks/media.js";
import { renderBlocks } from "./blocks/blocks.js";
import { el, externalLink, safeUrl } from "./dom.js";
import { visible } from "./mrkdwn/characters.js";
import { inline } from "./mrkdwn/inline.js";
import { mrkdwn } from "./mrkdwn/mrkdwn.js";

const COLOURS = { good: "#1c6b3c", warning: "#7d5200", danger: "#b4261c" };

/** @param {object} attachment @param {import("./surface.js").MessageSurface} surface @returns {HTMLElement} */
export function attachmentNode(attachment, surface) {
  const { workspace } = surface;
  const node = el(
    "div",
    { class: "attachment", data: { testid: "attachment" } },
    attachment.author_name && el("p", { class: "quiet" }, visible(attachment.author_name)),
    attachment.title && el("p", { class: "attachment-title" }, title(attachment, workspace)),
    attachment.text && mrkdwn(attachment.text, workspace),
    attachment.fields?.length && el("div", { class: "block-fields" }, ...attachment.fields.map((field) => fieldNode(field, workspace))),
    attachment.blocks?.length && renderBlocks(attachment.blocks, surface),
    attachment.image_url && picture({ image_url: attachment.image_url, alt_text: attachment.fallback }, workspace),
    attachment.footer && el("p", { class: "quiet" }, visible(attachment.footer)),
  );
  if (!node.childElementCount) node.append(visible(attachment.fallback));
  const colour = COLOURS[attachment.color] ?? `#${String(attachment.color ?? "").replace(/^#/, "")}`;
  if (/^#[0-9a-f]{6}$/i.test(colour)) node.style.setProperty("border-left-color", colour);
  const before = attachment.pretext && mrkdwn(attachment.pretext, workspace);
  return before ? el("div", {}, before, node) : node;
}

function title({ title: words, title_link: link }, workspace) {
  const safe = safeUrl(link ?? "");
  return safe ? externalLink(safe, visible(words)) : inline(words, workspace);
}

function fieldNode({ title: name, value = "" }, workspace) {
  return el("div", {}, name && el("p", { class: "attachment-field" }, visible(name)), mrkdwn(value, workspace));
}
