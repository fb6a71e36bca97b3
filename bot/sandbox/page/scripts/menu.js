/** A menu of things to do, at a button (WAI-ARIA Authoring Practices: menu button). */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { visible } from "./mrkdwn/characters.js";
import { closePopup, openPopup, popupIsOf } from "./popup.js";

/**
 * @typedef {object} MenuItem
 * @property {string|Node} label
 * @property {string} [description]
 * @property {Node} [before] an avatar or icon
 * @property {boolean} [checked] given: the item is one of a set, and this says whether it is in use
 * @property {string} [href] a link, opened beside the page
 * @property {() => void} run
 */

/** Open, or close, the menu of `button`. @param {HTMLElement} button @param {MenuItem[]} items @param {{label: string, title?: string}} options */
export function toggleMenu(button, items, { label, title = "", testid = "menu" }) {
  if (popupIsOf(button)) {
    closePopup({ focus: true });
    return;
  }
  const nodes = items.map((item) => menuItem(item));
  const heading = title && el("p", { class: "popup-title", role: "presentation", text: title });
  const panel = openPopup(button, [heading, ...nodes].filter(Boolean), { label, role: "menu", testid });
  panel.addEventListener("keydown", (event) => moveFocus(event, nodes));
  (nodes.find((node) => node.getAttribute("aria-checked") === "true") ?? nodes[0])?.focus();
}

function menuItem({ label, description, before, checked, href, run }) {
  const attributes = {
    class: "popup-item",
    tabindex: "-1",
    role: checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": checked === undefined ? null : String(checked),
    on: {
      click: () => {
        closePopup({ focus: true });
        run();
      },
    },
  };
  const text = el("span", { class: "popup-item-text" }, typeof label === "string" ? visible(label) : label, description && el("span", { class: "popup-item-description" }, visible(description)));
  const children = [before, text, checked && icon("check")];
  return href
    ? el("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children)
    : el("button", { ...attributes, type: "button" }, ...children);
}

function moveFocus(event, nodes) {
  const at = nodes.indexOf(document.activeElement);
  const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 };
  if (event.key === "Tab") closePopup({ focus: true });
  if (!(event.key in targets)) return;
  event.preventDefault();
  nodes.at(targets[event.key] % nodes.length).focus();
}
