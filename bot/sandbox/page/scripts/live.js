/** What the workspace pushes to one persona: server-sent events, for ever reconnecting. */

const RETRY_MS = 800;

export class LiveStream {
  #source = null;
  #retry = 0;

  /**
   * @param {{change: (change: object) => void, toast: (toast: object) => void, connected: (yes: boolean) => void}} listeners
   */
  constructor(listeners) {
    this.listeners = listeners;
  }

  /** Follow what `user` sees, instead of whoever was followed before. */
  follow(user) {
    this.stop();
    const source = new EventSource(`/sandbox/stream?user=${encodeURIComponent(user)}`);
    this.#source = source;
    source.addEventListener("open", () => this.listeners.connected(true));
    source.addEventListener("change", (event) => this.listeners.change(JSON.parse(event.data)));
    source.addEventListener("toast", (event) => this.listeners.toast(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      this.listeners.connected(false);
      // A browser reconnects by itself unless the answer was an error: then the source is closed for good.
      if (source.readyState === EventSource.CLOSED && source === this.#source) {
        this.#retry = setTimeout(() => this.follow(user), RETRY_MS);
      }
    });
  }

  stop() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }
}
