/** The bar at the top: whether the app is connected, the workspace's clock, and who the person acts as. */
import { avatar } from "./avatar.js";
import { send } from "./control_api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { toggleMenu } from "./menu.js";

const STEPS = [
  ["+5 min", "5 minutes", 300],
  ["+30 min", "30 minutes", 1800],
  ["+1 day", "1 day", 86_400],
];
const TICK_MS = 1000;

export function showAppStatus(root, workspace) {
  const dot = el("span", { class: "app-status-dot" });
  const text = el("span", { class: "app-status-text" });
  const status = el("div", { class: "app-status", role: "status", data: { testid: "app-status" } }, dot, text);
  root.append(status);
  const update = () => {
    const { connected, name } = workspace.app;
    status.dataset.connected = String(connected);
    const sentence = connected ? `${name} is connected` : `${name} is not connected`;
    if (text.textContent !== sentence) text.textContent = sentence;
    status.setAttribute("aria-label", sentence);
    status.title = connected ? "The app answers commands and clicks." : "Commands and clicks will fail until the app connects.";
  };
  workspace.addEventListener("app", update);
  update();
}

export function showClock(root, workspace) {
  const now = el("time", { data: { testid: "clock-now" } });
  const clock = el("div", { class: "clock", role: "group", "aria-label": "Workspace clock" });
  const toggle = el(
    "button",
    { class: "clock-now", type: "button", "aria-expanded": "false", title: "The workspace’s present. Move it on to see what happens later.", on: { click: () => open(clock.dataset.open !== "true") } },
    icon("clock"),
    now,
  );
  const steps = STEPS.map(([label, words, seconds]) =>
    el("button", {
      class: "clock-step", type: "button", text: label, "aria-label": `Move the clock on by ${words}`,
      on: { click: () => workspace.attempt(async () => { await send("clock", { advance_s: seconds }); await workspace.refresh(["clock"]); }) },
    }),
  );
  clock.append(toggle, el("div", { class: "clock-steps" }, ...steps));
  root.append(clock);
  const open = (yes) => {
    clock.dataset.open = String(yes);
    toggle.setAttribute("aria-expanded", String(yes));
  };
  clock.addEventListener("focusout", (event) => clock.contains(event.relatedTarget) || open(false));
  const update = () => tick(now, workspace.now());
  workspace.addEventListener("clock", update);
  setInterval(update, TICK_MS);
  update();
}

function tick(node, milliseconds) {
  const moment = new Date(milliseconds);
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" }).format(moment);
  const time = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" }).format(moment);
  const text = `${day}, ${time}`;
  node.dateTime = moment.toISOString();
  if (node.textContent !== text) node.textContent = text;
}

export function showPersona(root, workspace) {
  const button = el("button", {
    class: "persona-button", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "persona" },
    on: { click: () => toggleMenu(button, items(workspace), { label: "Act as", title: "Act as one of these people", testid: "persona-menu" }) },
  });
  root.append(button);
  let shown = "";
  const update = () => {
    if (!workspace.me || shown === workspace.me.id) return;
    shown = workspace.me.id;
    const name = workspace.userName(shown);
    button.setAttribute("aria-label", `You act as ${name}. Change persona`);
    button.replaceChildren(avatar(workspace, shown), el("span", { class: "persona-name", text: name }), icon("chevron"));
  };
  workspace.addEventListener("place", update);
  update();
}

function items(workspace) {
  return workspace.personas.map((user) => ({
    label: workspace.userName(user.id),
    description: user.profile?.title || `@${user.name}`,
    before: avatar(workspace, user.id),
    checked: user.id === workspace.me.id,
    run: () => workspace.attempt(() => workspace.become(user.id)),
  }));
}
