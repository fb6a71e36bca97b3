/** The reactions below a message, and the panel to add one. */
import { send } from "./control_api.js";
import { el } from "./dom.js";
import { toggleEmojiPicker } from "./emoji_picker.js";
import { icon } from "./icons.js";
import { emoji } from "./mrkdwn/emoji.js";

/** @param {object} message @param {import("./message.js").MessageOptions} options */
export function reactions(message, { workspace, channel }) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map(({ name, users, count }) => {
    const mine = users.includes(workspace.me.id);
    const who = users.map((user) => workspace.userName(user)).join(", ");
    return el(
      "button",
      {
        class: "reaction", type: "button", "aria-pressed": String(mine), title: `${who} reacted with :${name}:`,
        "aria-label": `${name.replaceAll("_", " ")}, ${count}, ${who}`, data: { testid: "reaction", key: `reaction ${name}` },
        on: { click: () => react(workspace, channel, message.ts, name, mine) },
      },
      emoji(name),
      el("span", { class: "reaction-count", text: count }),
    );
  });
  const add = el(
    "button",
    {
      class: "reaction reaction-add", type: "button", "aria-label": "Add another reaction", "aria-haspopup": "dialog", "aria-expanded": "false",
      data: { key: "reaction-add" }, on: { click: (event) => chooseReaction(event.currentTarget, message, { workspace, channel }) },
    },
    icon("smile"),
  );
  return el("div", { class: "reactions" }, ...chips, add);
}

/** Open the panel of emoji at `button`; the one chosen is given, or taken back where it was given already. */
export function chooseReaction(button, message, { workspace, channel }) {
  toggleEmojiPicker(button, (name) => react(workspace, channel, message.ts, name, mineAlready(message, name, workspace)));
}

function mineAlready(message, name, workspace) {
  return Boolean(message.reactions?.find((given) => given.name === name)?.users.includes(workspace.me.id));
}

function react(workspace, channel, ts, name, remove) {
  return workspace.attempt(() => send("reactions", { user: workspace.me.id, channel, ts, name, remove }));
}
