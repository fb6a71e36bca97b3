/** The app's modal: the top of the persona's stack of views. */
import { renderBlocks } from "./blocks/blocks.js";
import { showInputErrors } from "./blocks/input.js";
import { send } from "./control_api.js";
import { el, uniqueId } from "./dom.js";
import { whileBusy } from "./elements/button.js";
import { icon } from "./icons.js";
import { replaceKeepingFocus } from "./message_list.js";
import { visible } from "./mrkdwn/characters.js";
import { textOf } from "./mrkdwn/mrkdwn.js";
import { closePopup } from "./popup.js";
import { ViewSurface } from "./surface.js";

export class ModalHost {
  #view = null;
  #depth = 0;

  constructor(workspace, entered) {
    this.workspace = workspace;
    this.entered = entered;
    const title = uniqueId("modal");
    this.title = el("h2", { id: title });
    this.back = el("button", { class: "icon-button modal-back", type: "button", "aria-label": "Back", on: { click: () => this.close() } }, icon("back"));
    this.problem = el("p", { class: "modal-problem", role: "alert", hidden: true });
    this.content = el("div");
    this.body = el("div", { class: "modal-body" }, this.problem, this.content);
    this.submitButton = el("button", { class: "button", type: "submit", data: { style: "primary", testid: "modal-submit" } });
    this.closeButton = el("button", { class: "button", type: "button", data: { testid: "modal-close" }, on: { click: () => this.close() } });
    this.form = el("form", { class: "modal-form", novalidate: true, on: { submit: (event) => this.#submitted(event) } }, this.#header(), this.body, this.#footer());
    this.dialog = el("dialog", { class: "modal", "aria-labelledby": title, data: { testid: "modal" } }, this.form);
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(this.dialog);
    workspace.addEventListener("views", () => this.update());
  }

  /** Show the top view, or nothing. */
  update() {
    const { views } = this.workspace;
    const view = views.at(-1) ?? null;
    const isNew = view?.id !== this.#view?.id;
    if (!isNew && view?.hash === this.#view?.hash && views.length === this.#depth) return;
    this.#view = view;
    this.#depth = views.length;
    if (!view) this.#hide();
    else this.#show(view, isNew);
  }

  /** Close the top view; with `all`, every view under it too. */
  async close({ all = false } = {}) {
    const view = this.#view;
    if (!view) return;
    closePopup();
    await this.workspace.attempt(() => send(`views/${view.id}/close`, { user: this.workspace.me.id, clear: all }));
    await this.workspace.refresh(["views"]);
  }

  #header() {
    const close = el("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => this.close({ all: true }) } }, icon("close"));
    return el("div", { class: "modal-header" }, this.back, this.title, close);
  }

  #footer() {
    this.footer = el("div", { class: "modal-footer" }, this.closeButton, this.submitButton);
    return this.footer;
  }

  #show(view, isNew) {
    this.surface = new ViewSurface(this.workspace, this.entered, view);
    this.title.replaceChildren(visible(textOf(view.title)));
    this.back.hidden = this.#depth < 2;
    this.submitButton.hidden = !view.submit;
    this.submitButton.replaceChildren(visible(textOf(view.submit)));
    this.closeButton.replaceChildren(visible(textOf(view.close) || (view.submit ? "Cancel" : "Close")));
    this.problem.hidden = true;
    const content = renderBlocks(view.blocks, this.surface);
    if (isNew) this.content.replaceChildren(content);
    else replaceKeepingFocus(this.content.firstElementChild, content);
    if (!this.dialog.open) this.dialog.showModal();
    if (!isNew) return;
    this.body.scrollTop = 0;
    (content.querySelector("[autofocus], input, textarea, .picker-button") ?? this.closeButton).focus();
  }

  #hide() {
    closePopup();
    this.dialog.close();
    this.content.replaceChildren();
  }

  async #submitted(event) {
    event.preventDefault();
    if (this.submitButton.getAttribute("aria-busy") === "true" || this.submitButton.hidden) return;
    this.problem.hidden = true;
    await whileBusy(this.submitButton, () => this.#submit(this.#view));
  }

  async #submit(view) {
    try {
      await send(`views/${view.id}/submit`, { user: this.workspace.me.id, values: this.surface.values() });
      showInputErrors(this.content, {});
      await this.workspace.refresh(["views"]);
    } catch (error) {
      showInputErrors(this.content, error.fields ?? {});
      if (Object.keys(error.fields ?? {}).length) return;
      this.problem.replaceChildren(icon("warning"), visible(error.message));
      this.problem.hidden = false;
      this.body.scrollTop = 0;
    }
  }

  #key(event) {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      this.close();
    }
    // Enter in a field belongs to the field: a half-filled form is not sent by a slip of the hand.
    if (event.key === "Enter" && event.target.matches("input:not([type=submit])")) event.preventDefault();
  }
}
