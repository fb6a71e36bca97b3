/** Short notices at the foot of the page. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { visible } from "./mrkdwn/characters.js";

const SHOWN_MS = { info: 6000, error: 10_000 };
const AT_ONCE = 3;

/** Show the toasts of `workspace` in `region`. */
export function showToasts(region, workspace) {
  region.popover = "manual";
  workspace.addEventListener("toast", ({ detail }) => show(region, detail));
}

function show(region, { text, level, action }) {
  const dismiss = () => {
    toast.remove();
    if (!region.children.length) region.hidePopover();
  };
  const toast = el(
    "div",
    { class: "toast", data: { level, testid: "toast" } },
    el("span", { class: "toast-text" }, visible(text)),
    action && el("button", { class: "toast-action", type: "button", text: action.label, on: { click: () => { dismiss(); action.run(); } } }),
    el("button", { class: "icon-button", type: "button", "aria-label": "Dismiss", on: { click: dismiss } }, icon("close")),
  );
  const said = (node) => node.querySelector(".toast-text").textContent;
  const same = [...region.children].find((other) => said(other) === said(toast));
  same?.remove();
  region.append(toast);
  while (region.children.length > AT_ONCE) region.firstChild.remove();
  // Shown again each time, so that a notice lies above a dialog opened since the last one.
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
  setTimeout(dismissIfIdle, SHOWN_MS[level] ?? SHOWN_MS.info);

  function dismissIfIdle() {
    if (!toast.isConnected) return;
    if (toast.matches(":hover, :focus-within")) setTimeout(dismissIfIdle, 2000);
    else dismiss();
  }
}
