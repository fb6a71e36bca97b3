/**
 * What this page knows of the workspace, for one persona. It asks the control API, keeps the answers, and says what changed
 * by events named after the parts: `users`, `channels`, `messages`, `views`, `home`, `clock`, `app`, `place`, `connection`, `toast`.
 */
import { read, send } from "./control_api.js";
import { LiveStream } from "./live.js";
import { addressOf, placeFromAddress } from "./place.js";

const PARTS = ["users", "app", "clock", "channels", "messages", "views", "home"];

export class Workspace extends EventTarget {
  users = [];
  userGroups = [];
  channels = [];
  messages = [];
  views = [];
  home = null;
  team = { name: "" };
  app = { name: "app", bot_user_id: "", connected: false, commands: [], shortcuts: [] };
  endpoints = [];
  offsetMs = 0;
  place = placeFromAddress();

  #userById = new Map();
  #channelById = new Map();
  #wanted = new Set();
  #refreshing = null;
  #live = new LiveStream({
    change: (change) => this.#changed(change),
    toast: (toast) => this.tell(toast.text, { level: toast.level }),
    connected: (yes) => this.#emit("connection", { connected: yes }),
  });

  /** Load everything, then follow changes. @throws {ControlError} */
  async start() {
    await Promise.all([this.#load("users"), this.#load("app"), this.#load("clock"), this.#loadEndpoints()]);
    const me = this.findUser(this.place.user) ?? this.personas[0];
    await this.become(me.id, { replace: true });
    window.addEventListener("popstate", () => this.#followAddress());
  }

  /** People a person can act as. */
  get personas() {
    return this.users.filter((user) => !user.is_bot && !user.deleted && user.id !== "USLACKBOT");
  }

  /** The persona in use. */
  get me() {
    return this.findUser(this.place.user);
  }

  /** The open channel, or undefined on the Home tab. */
  get channel() {
    return this.place.home ? undefined : this.findChannel(this.place.channel);
  }

  /** The workspace's present, in milliseconds since 1970. */
  now() {
    return Date.now() + this.offsetMs;
  }

  findUser(idOrName) {
    return this.#userById.get(idOrName) ?? this.users.find((user) => user.name === idOrName);
  }

  findChannel(idOrName) {
    return this.#channelById.get(idOrName) ?? this.channels.find((channel) => channel.name === idOrName);
  }

  findUserGroup(id) {
    return this.userGroups.find((group) => group.id === id);
  }

  /** The name shown for a user id; the id itself for a stranger. */
  userName(id) {
    const user = this.findUser(id);
    return user?.real_name || user?.profile?.display_name || user?.name || id;
  }

  /** Act as another persona, in the same channel where that persona may see it. */
  async become(userId, { replace = false } = {}) {
    this.place = { ...this.place, user: this.findUser(userId).name };
    this.views = [];
    await this.#load("channels");
    if (!this.place.home && !this.channel) {
      const first = this.findChannel("general") ?? this.channels[0];
      this.place = { ...this.place, channel: first?.name ?? "", thread: "", message: "" };
    }
    this.messages = [];
    this.#remember(replace);
    await this.refresh(["messages", "views", "home"]);
    this.#live.follow(this.me.id);
  }

  /** Open a channel, and in it a thread. */
  async open(channelIdOrName, thread = "") {
    const channel = this.findChannel(channelIdOrName);
    if (!channel) {
      this.tell("You cannot see that channel.", { level: "error" });
      return;
    }
    const same = !this.place.home && this.channel?.id === channel.id;
    this.place = { ...this.place, channel: channel.name || channel.id, thread, home: false, message: "" };
    if (!same) this.messages = [];
    this.#remember();
    if (!same) await this.refresh(["messages"]);
  }

  /** Show the replies to the message at `ts`; an empty `ts` closes the thread. */
  showThread(ts) {
    this.place = { ...this.place, thread: ts };
    this.#remember();
  }

  /** The message that the address points to, once, for whoever has it to show. @param {(ts: string) => boolean} has @returns {string} ts, or empty */
  takePointedMessage(has) {
    const ts = this.place.message;
    if (!ts || !has(ts)) return "";
    this.place = { ...this.place, message: "" };
    return ts;
  }

  /** Open the app's Home tab, and let the app know. */
  async openHome() {
    this.place = { ...this.place, home: true, thread: "" };
    this.#remember();
    await this.attempt(() => send("home/open", { user: this.me.id }));
    await this.refresh(["home"]);
  }

  /** Ask again for `parts`. Calls while one is under way are joined to the next round. @returns {Promise<void>} */
  refresh(parts = PARTS) {
    for (const part of parts) this.#wanted.add(part);
    this.#refreshing ??= this.#drain().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Run `action`; what goes wrong becomes a toast. @returns {Promise<boolean>} whether it worked */
  async attempt(action) {
    try {
      await action();
      return true;
    } catch (error) {
      this.tell(error.message, { level: "error" });
      return false;
    }
  }

  /** Tell the person something in passing. `action`: `{label, run}`. */
  tell(text, { level = "info", action = null } = {}) {
    this.#emit("toast", { text, level, action });
  }

  async #drain() {
    while (this.#wanted.size) {
      const parts = [...this.#wanted];
      this.#wanted.clear();
      await Promise.all(parts.map((part) => this.attempt(() => this.#load(part))));
    }
  }

  #changed(change) {
    const parts = ["channels", "app"];
    if (!this.place.home && (change.channels ?? []).includes(this.channel?.id)) parts.push("messages");
    if (change.views) parts.push("views", "home");
    if (change.clock) parts.push("clock");
    if (change.users) parts.push("users");
    this.refresh(parts);
  }

  async #load(part) {
    const loaders = {
      users: () => this.#loadUsers(),
      app: () => this.#loadApp(),
      clock: () => this.#loadClock(),
      channels: () => this.#loadChannels(),
      messages: () => this.#loadMessages(),
      views: () => this.#loadViews(),
      home: () => this.#loadHome(),
    };
    await loaders[part]();
  }

  async #loadUsers() {
    const [{ users }, { usergroups }] = await Promise.all([read("users"), read("usergroups")]);
    this.users = users;
    this.userGroups = usergroups;
    this.#userById = new Map(this.users.map((user) => [user.id, user]));
    this.#emit("users");
  }

  async #loadApp() {
    const { team, app } = await read("workspace");
    this.team = team ?? this.team;
    this.app = { ...this.app, ...app };
    this.#emit("app");
  }

  async #loadClock() {
    this.offsetMs = (await read("clock")).offset_s * 1000;
    this.#emit("clock");
  }

  async #loadEndpoints() {
    this.endpoints = (await read("endpoints")).endpoints;
  }

  async #loadChannels() {
    const user = this.place.user;
    const { channels } = await read("channels", { user });
    if (user !== this.place.user) return;
    const before = this.#channelById;
    this.channels = channels;
    this.#channelById = new Map(channels.map((channel) => [channel.id, channel]));
    this.#emit("channels", { before });
  }

  async #loadMessages() {
    const { user, channel: name } = this.place;
    const channel = this.channel;
    if (!channel) return;
    const { messages } = await read(`channels/${encodeURIComponent(channel.id)}/messages`, { user });
    if (this.place.user !== user || this.place.channel !== name || this.place.home) return;
    this.messages = messages;
    this.#emit("messages", { channel: channel.id });
  }

  async #loadViews() {
    const user = this.place.user;
    const { views } = await read("views", { user });
    if (user !== this.place.user) return;
    this.views = views;
    this.#emit("views");
  }

  async #loadHome() {
    if (!this.place.home) return;
    this.home = (await read("home", { user: this.place.user })).view;
    this.#emit("home");
  }

  #followAddress() {
    const before = this.place;
    this.place = placeFromAddress();
    if (this.place.user !== before.user) this.become(this.findUser(this.place.user)?.id ?? this.personas[0].id, { replace: true });
    else {
      if (this.place.channel !== before.channel) this.messages = [];
      this.#emit("place");
      this.refresh(["messages", "home"]);
    }
  }

  #remember(replace = false) {
    const address = addressOf(this.place);
    if (replace || address === window.location.pathname + window.location.search) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
    this.#emit("place");
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
