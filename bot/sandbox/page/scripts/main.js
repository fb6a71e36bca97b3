/** Puts the page together. */
import { showChannelHeader } from "./channel_header.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { showEndpoints } from "./endpoints.js";
import { HomeTab } from "./home.js";
import { ModalHost } from "./modal.js";
import { showSidebar } from "./sidebar.js";
import { Stream } from "./stream.js";
import { EnteredStates } from "./surface.js";
import { ThreadPane } from "./thread.js";
import { showToasts } from "./toasts.js";
import { showAppStatus, showClock, showPersona } from "./topbar.js";
import { Workspace } from "./workspace.js";

const part = (id) => document.getElementById(id);

async function start() {
  const workspace = new Workspace();
  showToasts(part("toasts"), workspace);
  await loaded(workspace);
  const entered = new EnteredStates();
  showAppStatus(part("app-status"), workspace);
  showClock(part("clock"), workspace);
  showPersona(part("persona"), workspace);
  showSidebar(part("sidebar"), workspace, { opener: part("open-sidebar"), scrim: part("scrim") });
  const composer = new Composer(workspace);
  const stream = new Stream(workspace, entered, { announcer: part("announcer"), fillComposer: (text) => composer.fill(text) });
  showEndpoints(part("endpoints"), workspace, (text) => composer.fill(text));
  const home = new HomeTab(workspace, entered);
  showChannelHeader(part("channel-header"), workspace, stream);
  showBody(part("channel-body"), workspace, { stream, composer, home });
  const thread = new ThreadPane(part("thread"), workspace, entered);
  const modal = new ModalHost(workspace, entered);
  for (const piece of [stream, home, composer, thread, modal]) piece.update();
  announceNewChannels(workspace);
  keepComposerAtHand(workspace, composer, modal);
  if (window.matchMedia("(pointer: fine)").matches && !modal.dialog.open) composer.focus();
  document.documentElement.dataset.ready = "true";
}

/** Wait until the workspace answers: the page may be opened before it is ready. */
async function loaded(workspace) {
  const notice = el("p", { class: "offline", role: "status", hidden: true, text: "The workspace does not answer. Trying again…" });
  part("frame").before(notice);
  workspace.addEventListener("connection", ({ detail }) => (notice.hidden = detail.connected));
  for (;;) {
    try {
      return await workspace.start();
    } catch (error) {
      if (error.name !== "ControlError") throw error;
      notice.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function showBody(root, workspace, { stream, composer, home }) {
  composer.node.prepend(stream.pill);
  const update = () => {
    const wanted = workspace.place.home ? [home.node] : [stream.node, composer.node];
    if (root.firstElementChild !== wanted[0]) root.replaceChildren(...wanted);
    composer.update();
  };
  for (const part of ["place", "channels"]) workspace.addEventListener(part, update);
  update();
}

/** Whoever opens a channel, or types while nothing has the focus, means the composer. On a touch screen it would bring up the keyboard. */
function keepComposerAtHand(workspace, composer, modal) {
  if (!window.matchMedia("(pointer: fine)").matches) return;
  let channel = workspace.channel?.id;
  workspace.addEventListener("place", () => {
    const moved = channel !== workspace.channel?.id;
    channel = workspace.channel?.id;
    if (moved && channel && !workspace.place.thread) composer.focus();
  });
  document.addEventListener("keydown", (event) => {
    const nowhere = document.activeElement === document.body || document.activeElement?.matches(".channel, .scroller, .message");
    const writes = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (nowhere && writes && !modal.dialog.open && !workspace.place.home) composer.focus();
  });
}

/** Slack does not take anyone to a channel they were just added to; it only shows it. Here a notice says so. */
function announceNewChannels(workspace) {
  let persona = workspace.me.id;
  workspace.addEventListener("channels", ({ detail }) => {
    const samePersona = persona === workspace.me.id;
    persona = workspace.me.id;
    if (!samePersona) return;
    for (const channel of workspace.channels) {
      const joined = channel.is_member && !channel.is_im && !detail.before.get(channel.id)?.is_member;
      if (joined) workspace.tell(`You were added to #${channel.name}.`, { action: { label: "Open", run: () => workspace.open(channel.id) } });
    }
  });
}

start();
