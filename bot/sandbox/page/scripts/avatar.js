/** Generated avatars: initials on a colour that belongs to the person. */
import { el } from "./dom.js";

const HUES = 8;
const SEAL = new URL("../seal.svg", import.meta.url).pathname;

/** @param {import("./workspace.js").Workspace} workspace @param {string} userId */
export function avatar(workspace, userId) {
  const user = workspace.findUser(userId);
  if (!user || user.is_bot) return appAvatar();
  return el("span", { class: "avatar", data: { hue: hue(user.id) }, "aria-hidden": "true", text: initials(workspace.userName(userId)) });
}

/** The avatar of an app. */
export function appAvatar() {
  return el("span", { class: "avatar", data: { app: true }, "aria-hidden": "true" }, el("img", { src: SEAL, alt: "" }));
}

function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}

function hue(id) {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % HUES;
}
