/** The panel of emoji: the usual ones first, all of them below, and a word to find one (WAI-ARIA: dialog with a grid of buttons). */
import { el } from "./dom.js";
import { ALL_EMOJI, emojiCharacter, QUICK_REACTIONS } from "./mrkdwn/emoji.js";
import { closePopup, openPopup, popupIsOf } from "./popup.js";

const COLUMNS = 8;

/** Open the panel at `button`, or close it. @param {(name: string) => void} choose */
export function toggleEmojiPicker(button, choose) {
  if (popupIsOf(button)) {
    closePopup({ focus: true });
    return;
  }
  const take = (name) => {
    closePopup({ focus: true });
    choose(name);
  };
  const body = el("div", { class: "emoji-groups" });
  const filter = el("input", {
    class: "text-field popup-filter", type: "text", autocomplete: "off", placeholder: "Find an emoji", "aria-label": "Find an emoji",
    on: { input: () => fill(body, filter.value, take) },
  });
  const panel = openPopup(button, [filter, body], { label: "Add a reaction", role: "dialog", testid: "emoji-panel", onOpen: () => fill(body, "", take) });
  panel.addEventListener("keydown", (event) => key(event, filter, body));
  filter.focus();
}

function fill(body, typed, take) {
  const word = typed.trim().toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
  if (word) {
    const found = ALL_EMOJI.filter(({ names }) => names.some((name) => name.includes(word)));
    body.replaceChildren(...(found.length ? [grid(found, take)] : [el("p", { class: "popup-empty", role: "status", text: "No emoji has that name here." })]));
    return;
  }
  const quick = QUICK_REACTIONS.map((name) => ({ name, character: emojiCharacter(name) }));
  const rest = ALL_EMOJI.filter(({ names }) => !names.some((name) => QUICK_REACTIONS.includes(name)));
  body.replaceChildren(heading("Often used"), grid(quick, take), heading("All"), grid(rest, take));
}

function heading(text) {
  return el("p", { class: "popup-group", text });
}

function grid(entries, take) {
  const buttons = entries.map(({ name, character }) =>
    el("button", {
      type: "button", class: "emoji", tabindex: "-1", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, text: character, on: { click: () => take(name) },
    }),
  );
  return el("div", { class: "emoji-grid" }, ...buttons);
}

function key(event, filter, body) {
  const buttons = [...body.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Enter" && at < 0) {
    event.preventDefault();
    buttons[0]?.click();
    return;
  }
  const inFilter = at < 0;
  if (event.key === "Tab" || (inFilter && event.key !== "ArrowDown")) {
    if (event.key === "Tab") closePopup({ focus: true });
    return;
  }
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: inFilter ? 1 : COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step) return;
  event.preventDefault();
  const target = at + step;
  (target < 0 ? filter : (buttons[target] ?? buttons.at(-1)))?.focus();
}
