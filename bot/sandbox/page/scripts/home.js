/** The app's Home tab. */
import { renderBlocks } from "./blocks/blocks.js";
import { el } from "./dom.js";
import { replaceKeepingFocus } from "./message_list.js";
import { ViewSurface } from "./surface.js";

export class HomeTab {
  constructor(workspace, entered) {
    this.workspace = workspace;
    this.entered = entered;
    this.node = el("div", { class: "home", tabindex: "-1", data: { testid: "home" } });
    for (const part of ["home", "place"]) workspace.addEventListener(part, () => this.update());
  }

  update() {
    const { place, home, app } = this.workspace;
    if (!place.home) return;
    const content = home
      ? renderBlocks(home.blocks, new ViewSurface(this.workspace, this.entered, home))
      : el("div", { class: "empty" }, el("p", { text: `${app.name} has put nothing on its Home tab yet.` }));
    const old = this.node.firstElementChild;
    if (old) replaceKeepingFocus(old, content);
    else this.node.append(content);
  }
}
