/** A file of a message: a card with its name, what is in it where that can be shown, and a way to keep it. */
import { localAddress } from "./blocks/media.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { visible } from "./mrkdwn/characters.js";

const UNITS = ["bytes", "kB", "MB"];
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const TEXT_TYPES = new Set("pem crt cer csr key txt log json yaml yml csv tsv md xml toml ini conf cfg sh py js html css sql diff patch".split(" "));
const MOST_PREVIEWED = 256 * 1024;
const LINES_AT_FIRST = 8;

/** What was read of each file, so that a message drawn again does not ask again. @type {Map<string, Promise<string>>} */
const texts = new Map();

/** Which previews the reader has opened, by file id. */
const expanded = new Set();

/** @param {object} file Slack file object @param {import("./workspace.js").Workspace} workspace */
export function fileCard(file, workspace) {
  const address = localAddress(file.url_private ?? "");
  const preview = address && previewOf(file, address, workspace);
  return el("div", { class: "file", data: { testid: "file", name: file.name } }, head(file, address), preview);
}

function head(file, address) {
  const text = el("span", { class: "file-text" }, el("span", { class: "file-name" }, visible(file.title || file.name)), el("span", { class: "file-kind" }, visible(kind(file))));
  const keep = address && el(
    "a",
    {
      class: "icon-button", href: downloadAddress(address), download: file.name, "aria-label": `Download ${file.name}`, title: "Download",
      data: { key: `download ${file.id}`, testid: "download" },
    },
    icon("download"),
  );
  return el("div", { class: "file-head" }, icon(PICTURES.has(file.mimetype) ? "picture" : "file"), text, keep);
}

function downloadAddress(address) {
  return `${address}${address.includes("?") ? "&" : "?"}download`;
}

function kind({ pretty_type: type, size = 0 }) {
  const unit = size < 1000 ? 0 : size < 1_000_000 ? 1 : 2;
  const amount = unit === 0 ? size : (size / 1000 ** unit).toFixed(1);
  return [type, `${amount} ${UNITS[unit]}`].filter(Boolean).join(" · ");
}

function previewOf(file, address, workspace) {
  if (PICTURES.has(file.mimetype)) {
    const image = el("img", { src: address, alt: file.alt_txt || file.title || file.name, loading: "lazy" });
    return el("a", { class: "file-picture", href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open ${file.name}` }, image);
  }
  const readable = file.mimetype.startsWith("text/") || TEXT_TYPES.has(file.filetype);
  return readable && file.size <= MOST_PREVIEWED ? textPreview(file, address, workspace) : null;
}

function textPreview(file, address, workspace) {
  const code = el("pre", { tabindex: "0", role: "group", "aria-label": `Content of ${file.name}`, data: { testid: "file-preview" } });
  const more = el("button", { class: "file-more", type: "button", hidden: true, data: { key: `more ${file.id}` }, on: { click: () => toggle() } });
  let lines = [];
  const show = () => {
    const open = expanded.has(file.id);
    code.replaceChildren(visible((open ? lines : lines.slice(0, LINES_AT_FIRST)).join("\n")));
    more.hidden = lines.length <= LINES_AT_FIRST;
    more.textContent = open ? "Show less" : `Show all ${lines.length} lines`;
    more.setAttribute("aria-expanded", String(open));
  };
  const toggle = () => {
    if (!expanded.delete(file.id)) expanded.add(file.id);
    show();
  };
  workspace.attempt(async () => {
    lines = (await textOf(file, address)).replace(/\r\n/g, "\n").trimEnd().split("\n");
    show();
  });
  return el("div", { class: "file-preview" }, code, more);
}

function textOf(file, address) {
  if (!texts.has(file.id)) texts.set(file.id, fetchText(file, address));
  return texts.get(file.id);
}

async function fetchText(file, address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${file.name} could not be read.`);
  const text = await response.text();
  return file.filetype === "json" ? indented(text) : text;
}

// JSON for programs comes on one line; a person wants it indented. What is no JSON stays as it is.
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
