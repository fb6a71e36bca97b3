/** The misbehaving endpoints: what is wrong with each, what has been done about it, and doing more. */
import { read, send } from "./control_api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { visible } from "./mrkdwn/characters.js";
import { closePopup, openPopup, popupIsOf } from "./popup.js";

const STATES = [
  { state: "broken", label: "Broken", told: "serves what it served at first" },
  { state: "renewed", label: "Mended", told: "is mended" },
  { state: "renewed-on-one", label: "Mended on one", told: "is mended on one of its addresses" },
  { state: "renewed-lost-name", label: "Mended, name lost", told: "has a replacement that lost a name" },
];

/** The command that opens an incident about `endpoint`. */
export function openCommand({ target }) {
  return `/certinc open ${target}`;
}

/** A few endpoints for a beginning: the first of each kind of incident, then the rest. */
export function variedFirst(endpoints) {
  const kinds = new Set();
  const firsts = endpoints.filter(({ subcategory }) => {
    const kind = subcategory.split(".")[0];
    const isNew = subcategory.includes(".") && !kinds.has(kind);
    kinds.add(kind);
    return isNew;
  });
  return [...firsts, ...endpoints.filter((endpoint) => !firsts.includes(endpoint))];
}

/** A button in the bar at the top; nothing where the workspace is served without endpoints. */
export function showEndpoints(root, workspace, fillComposer) {
  if (!workspace.endpoints.length) return;
  const button = el(
    "button",
    {
      class: "endpoints-button", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": "Endpoints",
      title: "Mend the misbehaving endpoints, or break them again", data: { testid: "endpoints-button" },
      on: { click: () => workspace.attempt(() => toggle(button, workspace, fillComposer)) },
    },
    icon("server"),
    el("span", { class: "endpoints-button-text", text: "Endpoints" }),
  );
  root.append(button);
}

async function toggle(button, workspace, fillComposer) {
  if (popupIsOf(button)) {
    closePopup({ focus: true });
    return;
  }
  const { endpoints } = await read("endpoints");
  const write = (command) => {
    closePopup();
    fillComposer(command);
  };
  const rows = endpoints.map((endpoint) => ({ endpoint, node: row(endpoint, workspace, write) }));
  const filter = el("input", {
    class: "text-field popup-filter", type: "search", placeholder: "Host or fault", "aria-label": "Show only",
    on: { input: () => show(rows, filter.value) },
  });
  const list = el("ul", { class: "endpoint-states" }, ...rows.map(({ node }) => node));
  openPopup(button, [el("p", { class: "popup-title", text: "Mend an endpoint, or break it again. The next connection shows it." }), filter, list], {
    label: "Endpoints", role: "dialog", testid: "endpoints-panel",
  });
  filter.focus();
}

function show(rows, typed) {
  const word = typed.trim().toLowerCase();
  for (const { endpoint, node } of rows) node.hidden = !`${endpoint.target} ${endpoint.wrong}`.toLowerCase().includes(word);
}

function row(endpoint, workspace, write) {
  const host = el("button", {
    class: "endpoint-state-host", type: "button", title: `Write ${openCommand(endpoint)}`, on: { click: () => write(openCommand(endpoint)) },
  }, visible(endpoint.target));
  const mark = (state) => (node.dataset.mended = String(state !== "broken"));
  const node = el(
    "li",
    { class: "endpoint-state", data: { testid: "endpoint-state", name: endpoint.name } },
    host,
    choice(endpoint, workspace, write, mark),
    el("p", { class: "endpoint-wrong" }, visible(endpoint.wrong)),
  );
  mark(endpoint.state);
  return node;
}

/** One endpoint is there to compare with. */
function isHealthy({ name }) {
  return name === "healthy";
}

function choice(endpoint, workspace, write, mark) {
  const offered = STATES.filter(({ state }) => state !== "renewed-on-one" || endpoint.addresses > 1);
  const select = el(
    "select",
    { class: "endpoint-state-choice", "aria-label": `State of ${endpoint.target}`, on: { change: () => change(select.value) } },
    ...offered.map(({ state, label }) => el("option", { value: state, selected: state === endpoint.state, text: state === "broken" && isHealthy(endpoint) ? "Healthy" : label })),
  );
  let current = endpoint.state;
  const change = async (state) => {
    const done = await workspace.attempt(() => send(`endpoints/${encodeURIComponent(endpoint.name)}`, { state }));
    if (!done) {
      select.value = current;
      return;
    }
    current = state;
    mark(state);
    const { told } = STATES.find((each) => each.state === state);
    workspace.tell(`${endpoint.target} ${told}.`, {
      action: { label: "Diagnose", run: () => write(`/certinc diagnose ${endpoint.target}`) },
    });
  };
  return select;
}
