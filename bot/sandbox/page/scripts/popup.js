/** A panel beside a control, above everything else, closed by Escape, by a click elsewhere, or by choosing. */
import { el } from "./dom.js";

const GAP = 6;
const EDGE = 8;

let current = null;

/** Close whatever popup is open. @returns {boolean} whether one was */
export function closePopup({ focus = false } = {}) {
  if (!current) return false;
  const { panel, anchor, stop, onClose } = current;
  current = null;
  stop.abort();
  panel.remove();
  if (anchor.hasAttribute("aria-expanded")) anchor.setAttribute("aria-expanded", "false");
  onClose?.();
  if (focus && anchor.isConnected) anchor.focus();
  return true;
}

/** Whether the open popup belongs to `anchor`. */
export function popupIsOf(anchor) {
  return current?.anchor === anchor;
}

/**
 * Open a popup at `anchor`.
 *
 * @param {HTMLElement} anchor
 * @param {HTMLElement[]} content
 * @param {{label?: string, role?: string, onOpen?: () => void, onClose?: () => void, matchWidth?: boolean, testid?: string}} options `onOpen`
 *   fills the panel before it is placed
 * @returns {HTMLElement} the panel
 */
export function openPopup(anchor, content, { label, role, onOpen, onClose, matchWidth = false, testid = "popup" } = {}) {
  closePopup();
  const panel = el("div", { class: "popup", popover: "manual", role, "aria-label": label, data: { testid } }, ...content);
  // Inside a modal dialog the rest of the page is inert, so the panel has to live in the dialog; elsewhere in its anchor's landmark.
  (anchor.closest("dialog, main, aside, nav, .topbar") ?? document.body).append(panel);
  onOpen?.();
  panel.showPopover();
  if (matchWidth) panel.style.setProperty("min-width", `${anchor.offsetWidth}px`);
  place(panel, anchor);
  if (anchor.hasAttribute("aria-expanded")) anchor.setAttribute("aria-expanded", "true");
  const stop = new AbortController();
  current = { panel, anchor, stop, onClose };
  closeOnLeaving(panel, anchor, stop.signal);
  return panel;
}

function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = window.innerHeight - box.bottom - GAP - EDGE;
  const top = height <= below || below >= box.top ? box.bottom + GAP : box.top - GAP - height;
  const left = Math.min(box.left, window.innerWidth - width - EDGE);
  panel.style.setProperty("top", `${Math.max(EDGE, Math.min(top, window.innerHeight - height - EDGE))}px`);
  panel.style.setProperty("left", `${Math.max(EDGE, left)}px`);
}

function closeOnLeaving(panel, anchor, signal) {
  const outside = (target) => !panel.contains(target) && !anchor.contains(target);
  document.addEventListener("pointerdown", (event) => outside(event.target) && closePopup(), { signal, capture: true });
  document.addEventListener("focusin", (event) => outside(event.target) && closePopup(), { signal });
  window.addEventListener("resize", () => closePopup(), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      closePopup({ focus: true });
    },
    { signal, capture: true },
  );
}
