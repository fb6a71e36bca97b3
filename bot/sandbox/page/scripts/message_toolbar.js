/** What a person can do with a message: react, reply, and the app's message shortcuts. */
import { send } from "./control_api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { toggleMenu } from "./menu.js";
import { chooseReaction } from "./reactions.js";

/** One stop for the Tab key; the arrow keys move within (WAI-ARIA: toolbar). */
export function messageToolbar(message, options) {
  const { workspace } = options;
  const thread = message.thread_ts ?? message.ts;
  const buttons = [
    tool("smile", "Add a reaction", (button) => chooseReaction(button, message, options), "dialog"),
    !options.inThread && tool("reply", "Reply in a thread", () => workspace.showThread(thread)),
    tool("more", "More actions", (button) => toggleMenu(button, moreItems(message, options), { label: "More actions" }), "menu"),
  ].filter(Boolean);
  buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  const keydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
  };
  return el("div", { class: "message-toolbar", role: "toolbar", "aria-label": "Message actions", on: { keydown } }, ...buttons);
}

function tool(symbol, label, run, popup = null) {
  return el(
    "button",
    {
      class: "icon-button", type: "button", "aria-label": label, title: label, "aria-haspopup": popup, "aria-expanded": popup && "false",
      data: { key: `tool ${symbol}` }, on: { click: (event) => run(event.currentTarget) },
    },
    icon(symbol),
  );
}

function moreItems(message, { workspace, channel }) {
  const shortcuts = (workspace.app.shortcuts ?? []).filter((shortcut) => shortcut.type === "message");
  const run = (shortcut) => () =>
    workspace.attempt(() => send("shortcuts", { user: workspace.me.id, callback_id: shortcut.callback_id, channel, ts: message.ts }));
  return [
    ...shortcuts.map((shortcut) => ({ label: shortcut.name, description: shortcut.description, before: icon("bolt"), run: run(shortcut) })),
    { label: "Copy text", before: icon("file"), run: () => workspace.attempt(() => navigator.clipboard.writeText(message.text ?? "")) },
  ];
}
