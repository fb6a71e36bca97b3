/** A file of a message, as a card that opens it. */
import { el, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { visible } from "./mrkdwn/characters.js";

const UNITS = ["bytes", "kB", "MB"];

export function fileCard(file) {
  const url = safeUrl(file.url_private ?? "");
  const text = el("span", {}, el("span", { class: "file-name" }, visible(file.title || file.name)), el("span", { class: "file-kind", text: kind(file) }));
  const attributes = { class: "file-card", data: { testid: "file" } };
  if (!url) return el("div", attributes, icon("file"), text);
  return el("a", { ...attributes, href: url, target: "_blank", rel: "noopener noreferrer" }, icon("file"), text);
}

function kind({ pretty_type: type, size = 0 }) {
  const unit = size < 1000 ? 0 : size < 1_000_000 ? 1 : 2;
  const amount = unit === 0 ? size : (size / 1000 ** unit).toFixed(1);
  return [type, `${amount} ${UNITS[unit]}`].filter(Boolean).join(" · ");
}
