/** Cards, and carousels of them. */
import { el } from "../dom.js";
import { renderElement } from "../elements/element.js";
import { icon } from "../icons.js";
import { textObject } from "../mrkdwn/mrkdwn.js";
import { picture } from "./media.js";

/** Slack: card block. */
export function cardBlock(block, surface) {
  const { workspace } = surface;
  const part = (name) => block[name] && el("div", { class: `card-${name}` }, textObject(block[name], workspace));
  const symbol = block.icon ? picture(block.icon, workspace, "card-icon") : block.slack_icon && el("span", { class: "card-icon" }, icon("info"));
  const heading = (block.title || block.subtitle || symbol) && el("div", { class: "card-head" }, symbol, el("div", { class: "card-head-text" }, part("title"), part("subtitle")));
  const buttons = block.actions?.length && el("div", { class: "block-actions" }, ...block.actions.map((element) => renderElement(element, block, surface)));
  return el(
    "div",
    { class: "card", data: { testid: "card" } },
    block.hero_image && el("div", { class: "card-hero" }, picture(block.hero_image, workspace)),
    heading,
    part("body"),
    part("subtext"),
    buttons || null,
  );
}

/** Slack: carousel block. It scrolls sideways, by keyboard as well. */
export function carouselBlock(block, surface) {
  const count = block.elements.length;
  const cards = block.elements.map((card) => {
    const node = cardBlock(card, surface);
    node.dataset.block = card.block_id ?? "";
    return el("li", {}, node);
  });
  const label = count === 1 ? "Carousel, 1 card" : `Carousel, ${count} cards`;
  return el("div", { class: "carousel", tabindex: "0", role: "group", "aria-label": label, data: { testid: "carousel" } }, el("ul", {}, ...cards));
}
