/** Blocks that show: section, header, context, divider, actions, alert. */
import { el } from "../dom.js";
import { renderElement } from "../elements/element.js";
import { icon } from "../icons.js";
import { plainText, textObject, textOf } from "../mrkdwn/mrkdwn.js";
import { picture } from "./media.js";

const NAMED = new Set(["button", "workflow_button", "overflow"]);
const WIDE_ACCESSORIES = new Set(["checkboxes", "radio_buttons"]);

export function sectionBlock(block, surface) {
  const { workspace } = surface;
  const fields = block.fields?.length && el("div", { class: "block-fields" }, ...block.fields.map((field) => el("div", {}, textObject(field, workspace))));
  const body = el("div", { class: "block-section-body" }, block.text && textObject(block.text, workspace), fields);
  const wide = WIDE_ACCESSORIES.has(block.accessory?.type);
  return el("div", { class: "block-section", data: { wide } }, body, block.accessory && accessory(block, surface));
}

function accessory(block, surface) {
  const { accessory: element } = block;
  const node = element.type === "image" ? picture(element, surface.workspace, "section-image") : renderElement(element, block, surface, labelFrom(block));
  return el("div", { class: "block-section-accessory" }, node);
}

// A select or a group of checkboxes beside a text has no label but that text.
function labelFrom(block) {
  return NAMED.has(block.accessory.type) || !block.text ? {} : { "aria-label": textOf(block.text) };
}

// On the Home tab nothing stands between the page's title and the app's own headings.
export function headerBlock(block, surface) {
  return el(surface.kind === "home" ? "h2" : "h3", { class: "block-header", data: { level: block.level } }, plainText(block.text.text));
}

export function contextBlock(block, surface) {
  const elements = block.elements.map((element) =>
    element.type === "image" ? picture(element, surface.workspace, "context-image") : el("div", {}, textObject(element, surface.workspace)),
  );
  return el("div", { class: "block-context" }, ...elements);
}

export function dividerBlock() {
  return el("hr", { class: "block-divider" });
}

export function actionsBlock(block, surface) {
  return el("div", { class: "block-actions" }, ...block.elements.map((element) => renderElement(element, block, surface, selectLabel(element))));
}

const UNNAMED = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" };

function selectLabel(element) {
  const label = textOf(element.placeholder) || UNNAMED[element.type];
  return label ? { "aria-label": label } : {};
}

export function alertBlock(block, surface) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const symbol = { warning: "warning", error: "warning", success: "check" }[level] ?? "info";
  return el("div", { class: "block-alert", role: "note", data: { level } }, icon(symbol), el("div", {}, textObject(block.text, surface.workspace)));
}
