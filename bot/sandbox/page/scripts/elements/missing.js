/** What stands where an element cannot be used here: what it is, and what it holds. */
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { visible } from "../mrkdwn/characters.js";
import { textOf } from "../mrkdwn/mrkdwn.js";

const REASONS = {
  external_select: "The app offers these choices itself; this workspace does not ask it for them.",
  multi_external_select: "The app offers these choices itself; this workspace does not ask it for them.",
  file_input: "Files cannot be chosen in this workspace.",
};

/** @returns {HTMLElement} */
export function missingElement(element, _block, _surface, attributes) {
  const chosen = [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean).map((option) => textOf(option.text));
  const reason = REASONS[element.type] ?? `This page cannot show the element “${element.type}”.`;
  const { data, ...labels } = attributes;
  return el(
    "div",
    { ...labels, class: "missing-element", role: "note", data: { ...data, testid: "missing-element" } },
    icon("info"),
    el("span", {}, chosen.length > 0 && el("strong", {}, visible(`${chosen.join(", ")}. `)), reason),
  );
}
