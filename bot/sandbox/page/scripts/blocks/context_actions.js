/** The context_actions block: small buttons under an answer. */
import { confirmed } from "../confirm.js";
import { el } from "../dom.js";
import { whileBusy } from "../elements/button.js";
import { icon } from "../icons.js";
import { textOf } from "../mrkdwn/mrkdwn.js";

const FEEDBACK = { type: "feedback", action_id: "" };

export function contextActionsBlock(block, surface) {
  return el("div", { class: "context-actions" }, ...block.elements.flatMap((element) => KINDS[element.type](element, block, surface)));
}

const KINDS = {
  feedback_buttons: (element, block, surface) => feedback(element, block, surface),
  icon_button: (element, block, surface) => (isShown(element, surface) ? [iconButton(element, block, surface)] : []),
};

// The one that was pressed stays marked for the reader; the app says nothing of it.
function feedback(element, block, surface) {
  const mark = { ...FEEDBACK, action_id: element.action_id };
  const given = surface.entered.get(surface.owner, block, mark)?.value;
  const nodes = [
    ["positive_button", "up"],
    ["negative_button", "down_vote"],
  ].map(([part, symbol]) => {
    const { text, value, accessibility_label: label } = element[part];
    const node = small(element, block, symbol, label ?? textOf(text), textOf(text), value, async () => {
      const taken = await surface.act(block, element, { type: element.type, value });
      if (!taken) return;
      surface.entered.set(surface.owner, block, mark, { type: FEEDBACK.type, value });
      nodes.forEach((other) => other.setAttribute("aria-pressed", String(other === node)));
    });
    node.setAttribute("aria-pressed", String(given === value));
    return node;
  });
  return nodes;
}

function isShown({ visible_to_user_ids: only }, surface) {
  return !only?.length || only.includes(surface.workspace.me.id);
}

function iconButton(element, block, surface) {
  const label = element.accessibility_label ?? textOf(element.text);
  return small(element, block, element.icon === "trash" ? "trash" : "more", label, textOf(element.text), element.value, async () => {
    if (await confirmed(element.confirm, surface.workspace)) await surface.act(block, element, { type: element.type, value: element.value });
  });
}

function small(element, block, symbol, label, title, value, press) {
  const node = el(
    "button",
    {
      class: "icon-button", type: "button", "aria-label": label, title,
      data: { "action-id": element.action_id, "block-id": block.block_id, key: `${element.action_id}#${value ?? ""}` },
      on: { click: () => node.getAttribute("aria-busy") !== "true" && whileBusy(node, press) },
    },
    icon(symbol),
  );
  return node;
}
