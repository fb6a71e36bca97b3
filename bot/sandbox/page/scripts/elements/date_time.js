/** Date, time, and date-and-time pickers: the browser's own, which know the reader's habits and keyboard. */
import { confirmed } from "../confirm.js";
import { el } from "../dom.js";
import { held, stateWith } from "./state.js";

const KINDS = {
  datepicker: { type: "date", show: (value) => value, read: (text) => text },
  timepicker: { type: "time", show: (value) => value, read: (text) => text },
  datetimepicker: { type: "datetime-local", show: localTime, read: (text) => Math.floor(new Date(text).getTime() / 1000) },
};

/** @returns {HTMLElement} */
export function dateTimeElement(element, block, surface, attributes) {
  const { type, show, read } = KINDS[element.type];
  const change = async () => {
    if (!(await confirmed(element.confirm, surface.workspace))) {
      showHeld();
      return;
    }
    await surface.change(block, element, stateWith(element, node.value ? read(node.value) : null));
  };
  const node = el("input", { ...attributes, class: "text-field date-time-field", type, on: { change } });
  const showHeld = () => {
    const now = held(surface, block, element);
    node.value = now === null || now === undefined ? "" : show(now);
  };
  showHeld();
  return node;
}

// Seconds since 1970 as the reader's local `YYYY-MM-DDTHH:MM`, the only form the input takes.
function localTime(seconds) {
  const moment = new Date(seconds * 1000);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
