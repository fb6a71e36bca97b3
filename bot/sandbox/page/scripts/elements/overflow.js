/** The overflow menu: up to five things that have no button of their own. */
import { confirmed } from "../confirm.js";
import { el, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { toggleMenu } from "../menu.js";
import { plainText, textOf } from "../mrkdwn/mrkdwn.js";

/** @returns {HTMLElement} */
export function overflowElement(element, block, surface, attributes) {
  const choose = async (option) => {
    if (!(await confirmed(element.confirm, surface.workspace))) return;
    await surface.act(block, element, { type: "overflow", selected_option: option });
  };
  const items = element.options.map((option) => ({
    label: plainText(option.text.text), description: textOf(option.description), href: option.url && safeUrl(option.url), run: () => choose(option),
  }));
  return el(
    "button",
    {
      ...attributes, class: "button", type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false",
      on: { click: (event) => toggleMenu(event.currentTarget, items, { label: "More actions" }) },
    },
    icon("more"),
  );
}
