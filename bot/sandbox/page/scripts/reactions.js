/** The reactions below a message, and the panel to add one. */
import { send } from "./control_api.js";
import { el } from "./dom.js";
import { emoji, emojiCharacter, QUICK_REACTIONS } from "./mrkdwn/emoji.js";
import { closePopup, openPopup, popupIsOf } from "./popup.js";

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
  return el("div", { class: "reactions" }, ...chips);
}

/** Open the panel of emoji at `button`. */
export function chooseReaction(button, message, { workspace, channel }) {
  if (popupIsOf(button)) {
    closePopup({ focus: true });
    return;
  }
  const choices = QUICK_REACTIONS.map((name) =>
    el("button", {
      type: "button", class: "emoji", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, text: emojiCharacter(name),
      on: {
        click: () => {
          closePopup({ focus: true });
          react(workspace, channel, message.ts, name, mineAlready(message, name, workspace));
        },
      },
    }),
  );
  openPopup(button, [el("div", { class: "emoji-grid" }, ...choices)], { label: "Add a reaction", role: "dialog", testid: "emoji-panel" });
  choices[0].focus();
}

function mineAlready(message, name, workspace) {
  return Boolean(message.reactions?.find((given) => given.name === name)?.users.includes(workspace.me.id));
}

function react(workspace, channel, ts, name, remove) {
  return workspace.attempt(() => send("reactions", { user: workspace.me.id, channel, ts, name, remove }));
}
