/** Buttons, and the small wait between a click and the app's word. */
import { el, safeUrl } from "../dom.js";
import { confirmed } from "../confirm.js";
import { icon } from "../icons.js";
import { plainText, textOf } from "../mrkdwn/mrkdwn.js";

/** Show that `button` waits until `work` is done. @returns {Promise<unknown>} what `work` gives */
export async function whileBusy(button, work) {
  const spinner = el("span", { class: "spinner" });
  button.setAttribute("aria-busy", "true");
  button.prepend(spinner);
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-busy");
    spinner.remove();
  }
}

/** A button of Block Kit; with a `url` it is a link that tells the app as well (Slack: button element). */
export function buttonElement(element, block, surface, attributes) {
  const click = async () => {
    if (node.getAttribute("aria-busy") === "true") return;
    if (!(await confirmed(element.confirm, surface.workspace))) return;
    await whileBusy(node, () => surface.act(block, element, { type: "button", value: element.value }));
  };
  const shared = {
    ...attributes,
    class: "button",
    "aria-label": element.accessibility_label && `${textOf(element.text)}: ${element.accessibility_label}`,
    data: { ...attributes.data, style: element.style ?? "default" },
    on: { click },
  };
  const url = element.url && safeUrl(element.url);
  const node = url
    ? el("a", { ...shared, href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, plainText(element.text.text))
    : el("button", { ...shared, type: "button" }, plainText(element.text.text));
  return node;
}

/** A button that starts a workflow, of which this workspace has none; Slack tells the app nothing of it either. */
export function workflowButtonElement(element, block, surface, attributes) {
  const click = async () => {
    if (await confirmed(element.confirm, surface.workspace)) surface.workspace.tell("Workflows do not run in this workspace.");
  };
  const label = element.accessibility_label && `${textOf(element.text)}: ${element.accessibility_label}`;
  return el(
    "button",
    { ...attributes, class: "button", type: "button", "aria-label": label, data: { ...attributes.data, style: element.style ?? "default" }, on: { click } },
    icon("bolt"),
    plainText(element.text.text),
  );
}
