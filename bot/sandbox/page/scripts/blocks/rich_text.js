/** The rich_text block: sections, lists, preformatted text and quotes (Slack: rich text block). */
import { el, externalLink, safeUrl } from "../dom.js";
import { visible } from "../mrkdwn/characters.js";
import { formatSlackDate, slackDate } from "../mrkdwn/date.js";
import { emoji } from "../mrkdwn/emoji.js";
import { broadcast, channelMention, groupMention, userMention } from "../mrkdwn/reference.js";

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "del"], ["underline", "u"], ["highlight", "mark"], ["client_highlight", "mark"]];

export function richText(block, workspace) {
  return el("div", { class: "mrkdwn" }, ...block.elements.map((element) => part(element, workspace)));
}

function part(element, workspace) {
  const children = (element.elements ?? []).map((child) => (element.type === "rich_text_list" ? el("li", {}, ...inlines(child, workspace)) : child));
  switch (element.type) {
    case "rich_text_list": return list(element, children);
    case "rich_text_preformatted": return el("pre", {}, ...inlines(element, workspace));
    case "rich_text_quote": return el("blockquote", {}, el("p", {}, ...inlines(element, workspace)));
    default: return el("p", {}, ...inlines(element, workspace));
  }
}

function list(element, items) {
  const node = element.style === "ordered" ? el("ol", { start: (element.offset ?? 0) + 1 }, ...items) : el("ul", { data: { marker: "•" } }, ...items);
  if (element.indent) node.style.setProperty("margin-left", `${Math.min(element.indent, 8) * 22}px`);
  return node;
}

function inlines(section, workspace) {
  return (section.elements ?? []).flatMap((item) => styled(inlineItem(item, workspace), item.style));
}

function inlineItem(item, workspace) {
  switch (item.type) {
    case "text": return withBreaks(item.text);
    case "link": return linkItem(item);
    case "emoji": return [emoji(item.name)];
    case "user": return [userMention(item.user_id, workspace)];
    case "channel": return [channelMention(item.channel_id, "", workspace)];
    case "usergroup": return [groupMention(item.usergroup_id, "", workspace)];
    case "broadcast": return [broadcast(item.range)];
    case "date": return [dateItem(item, workspace)];
    case "color": return [colour(item.value)];
    default: return [visible(item.fallback ?? item.text ?? "")];
  }
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), visible(line)] : [visible(line)]));
}

function linkItem({ url, text }) {
  const safe = safeUrl(url);
  return [safe ? externalLink(safe, visible(text || url)) : visible(text || url)];
}

// The value is shown as a colour only where it is one, by the style object and never as a style's text.
function colour(value) {
  const swatch = el("span", { class: "colour-swatch" });
  if (/^#[0-9a-f]{3,8}$/i.test(value)) swatch.style.setProperty("background-color", value);
  return el("code", {}, swatch, visible(value));
}

function dateItem({ timestamp, format, url, fallback }, workspace) {
  const readable = formatSlackDate(new Date(timestamp * 1000), format, new Date(workspace.now())) !== null;
  return readable ? slackDate([timestamp, format, url].filter(Boolean).join("^"), fallback ?? "", workspace) : visible(fallback ?? "");
}

function styled(nodes, style) {
  return STYLES.reduce((inner, [name, tag]) => (style?.[name] ? [el(tag, {}, ...inner)] : inner), nodes);
}
