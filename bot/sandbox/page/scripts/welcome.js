/** The beginning of a channel; in #general it shows a first-time visitor what to type. */
import { el } from "./dom.js";
import { mrkdwn } from "./mrkdwn/mrkdwn.js";
import { visible } from "./mrkdwn/characters.js";
import { openCommand, variedFirst } from "./endpoints.js";
import { channelName } from "./sidebar.js";

const FIRST_COMMAND = "/certinc open api.example.com";
const SHOWN_AT_FIRST = 6;

export function intro(channel, workspace, fillComposer) {
  const general = channel.is_general ?? channel.name === "general";
  const name = channelName(channel, workspace);
  const heading = el("h2", {}, channel.is_im ? "" : "#", visible(name));
  const purpose = channel.purpose?.value ? mrkdwn(channel.purpose.value, workspace) : null;
  const opening = el("p", {}, "This is the very beginning of ", el("strong", {}, channel.is_im ? "" : "#", visible(name)), ". ");
  return el("div", { class: "intro" }, heading, purpose ? el("p", {}, ...purpose.childNodes) : opening, general && welcome(workspace, fillComposer));
}

function welcome(workspace, fillComposer) {
  const { commands = [] } = workspace.app;
  const ours = commands.length === 0 || commands.some(({ command }) => FIRST_COMMAND.startsWith(`${command} `));
  return el(
    "section",
    { class: "welcome", "aria-label": "Getting started", data: { testid: "welcome" } },
    ...(ours ? firstIncident(fillComposer) : otherCommands(workspace.app, fillComposer)),
    ...endpoints(workspace, fillComposer),
  );
}

function firstIncident(fillComposer) {
  return [
    el("h3", { text: "A certificate has expired. Open an incident." }),
    el("p", {}, "Type this below and press Enter. A channel opens with the right people in it, and a diagnosis of a real TLS connection."),
    toTry(FIRST_COMMAND, fillComposer),
  ];
}

// Another app on this workspace: its own commands are what there is to type.
function otherCommands({ name, commands }, fillComposer) {
  return [
    el("h3", {}, "Try ", visible(name), "."),
    el("p", {}, "Type one of its commands below and press Enter; a / alone lists them."),
    ...commands.map(({ command, usage_hint: hint }) => toTry(command, fillComposer, hint)),
  ];
}

function toTry(command, fillComposer, hint = "") {
  const write = el("button", {
    class: "button", type: "button", data: { style: "primary" }, "aria-label": `Write ${command} for me`, text: "Write it for me",
    on: { click: () => fillComposer(hint ? `${command} ` : command) },
  });
  return el("div", { class: "welcome-try" }, el("code", { class: "welcome-command" }, visible([command, hint].filter(Boolean).join(" "))), write);
}

function endpoints({ endpoints: all }, fillComposer) {
  if (!all.length) return [];
  const items = variedFirst(all).map((endpoint) => el("li", {}, endpointChip(endpoint, fillComposer)));
  items.slice(SHOWN_AT_FIRST).forEach((item) => (item.hidden = true));
  const list = el("ul", { class: "endpoints" }, ...items);
  const more = all.length > SHOWN_AT_FIRST && el("button", {
    class: "button welcome-show-all", type: "button", text: `Show all ${all.length}`,
    on: {
      click: () => {
        items.forEach((item) => (item.hidden = false));
        more.remove();
        items[SHOWN_AT_FIRST].querySelector("button").focus();
      },
    },
  });
  return [el("p", { class: "welcome-more", text: "Other hosts that misbehave on this computer:" }), list, more].filter(Boolean);
}

function endpointChip(endpoint, fillComposer) {
  return el(
    "button",
    { class: "endpoint", type: "button", data: { testid: "endpoint", host: endpoint.host }, on: { click: () => fillComposer(openCommand(endpoint)) } },
    el("span", { class: "endpoint-host" }, visible(endpoint.target)),
    el("span", { class: "endpoint-wrong" }, visible(endpoint.wrong)),
  );
}
