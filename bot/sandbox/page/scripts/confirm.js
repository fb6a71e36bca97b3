/** Slack's confirm dialog: "are you sure?" before an action is sent. */
import { el, uniqueId } from "./dom.js";
import { visible } from "./mrkdwn/characters.js";
import { textObject, textOf } from "./mrkdwn/mrkdwn.js";

/**
 * @param {{title: object, text: object, confirm: object, deny: object, style?: string}|undefined} question Block Kit confirm object;
 *   without one there is nothing to ask
 * @param {import("./workspace.js").Workspace} workspace
 * @returns {Promise<boolean>} whether to go on
 */
export function confirmed(question, workspace) {
  if (!question) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = uniqueId("confirm");
    const answer = (value) => () => dialog.close(value);
    const button = (style, value, label) => el("button", { class: "button", type: "button", data: { style }, on: { click: answer(value) } }, visible(label));
    const yes = button(question.style ?? "primary", "yes", textOf(question.confirm) || "Yes");
    const no = button("default", "no", textOf(question.deny) || "Cancel");
    const dialog = el(
      "dialog",
      { class: "modal confirm", "aria-labelledby": title, data: { testid: "confirm" } },
      el("div", { class: "modal-header" }, el("h2", { id: title }, visible(textOf(question.title) || "Are you sure?"))),
      el("div", { class: "modal-body" }, textObject(question.text, workspace)),
      el("div", { class: "modal-footer" }, no, yes),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    (question.style === "danger" ? no : yes).focus();
  });
}
