/** A rich text input, here for plain paragraphs: what it holds is rich text all the same (Slack: rich text input element). */
import { el } from "../dom.js";
import { textOf } from "../mrkdwn/mrkdwn.js";
import { held, stateWith } from "./state.js";

/** @returns {HTMLElement} */
export function richTextInputElement(element, block, surface, attributes) {
  const input = () => surface.entered.set(surface.owner, block, element, stateWith(element, richTextOf(node.value)));
  const change = () => surface.actsAtOnce(block) && surface.act(block, element, stateWith(element, richTextOf(node.value)));
  const node = el("textarea", {
    ...attributes, class: "text-field", rows: element.min_lines ?? 3, placeholder: textOf(element.placeholder) || null,
    autofocus: element.focus_on_load, on: { input, change },
  });
  node.value = plainOf(held(surface, block, element));
  return node;
}

function richTextOf(text) {
  if (!text) return null;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

/** The words of rich text, one line a part. */
export function plainOf(value) {
  const inline = (item) => item.text ?? (item.elements ? item.elements.map(inline).join("") : item.name ? `:${item.name}:` : (item.url ?? ""));
  return (value?.elements ?? []).map((part) => (part.type === "rich_text_list" ? part.elements.map((line) => `• ${inline(line)}`).join("\n") : inline(part))).join("\n");
}
