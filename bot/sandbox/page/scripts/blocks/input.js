/** The input block: a label, an element, a hint, and what is wrong with it. */
import { el, uniqueId } from "../dom.js";
import { renderElement } from "../elements/element.js";
import { icon } from "../icons.js";
import { visible } from "../mrkdwn/characters.js";
import { textObject } from "../mrkdwn/mrkdwn.js";

const GROUPS = new Set(["checkboxes", "radio_buttons", "external_select", "multi_external_select", "file_input"]);

export function inputBlock(block, surface) {
  const ids = { control: uniqueId("input"), label: uniqueId("label"), hint: uniqueId("hint"), error: uniqueId("error") };
  const optional = block.optional && el("span", { class: "block-input-optional", text: " (optional)" });
  // The label of a group belongs to all of it: a click on it must not tick the first choice.
  const [tag, target] = GROUPS.has(block.element.type) ? ["p", null] : ["label", ids.control];
  const label = el(tag, { class: "block-input-label", id: ids.label, for: target }, textObject(block.label, surface.workspace), optional);
  const hint = block.hint && el("p", { class: "block-input-hint", id: ids.hint }, textObject(block.hint, surface.workspace));
  const element = renderElement(block.element, block, surface, {
    id: ids.control,
    "aria-labelledby": ids.label,
    "aria-describedby": [hint && ids.hint, ids.error].filter(Boolean).join(" "),
  });
  const error = el("p", { class: "block-input-error", id: ids.error, hidden: true });
  return el("div", { class: "block-input", data: { testid: "input-block" } }, label, element, error, hint);
}

/**
 * Show what is wrong with the inputs below `root`, beside each, and bring the first one into view.
 *
 * @param {HTMLElement} root
 * @param {Record<string, string>} errors by block id
 */
export function showInputErrors(root, errors) {
  let first = null;
  for (const node of root.querySelectorAll(".block-input")) {
    const message = errors[node.dataset.block];
    const place = node.querySelector(".block-input-error");
    const controls = node.querySelectorAll("input, textarea, .picker-button");
    node.dataset.invalid = String(Boolean(message));
    place.hidden = !message;
    place.replaceChildren(...(message ? [icon("warning"), el("span", {}, visible(message))] : []));
    for (const control of controls) {
      if (message) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    if (message) first ??= controls[0];
  }
  first?.focus();
  first?.scrollIntoView({ block: "center" });
}
