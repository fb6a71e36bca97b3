/**
 * Where blocks stand: a message, a modal or the Home tab. It sends what a person does to the workspace, and keeps what they
 * entered as Slack's client does: by block and action id, until a new block id resets it.
 */
import { send } from "./control_api.js";
import { initialState } from "./elements/state.js";

/** What a person entered or chose, by owner (message or view), block id and action id. Lives as long as the page. */
export class EnteredStates {
  #states = new Map();

  get(owner, block, element) {
    const state = this.#states.get(key(owner, block, element));
    return state?.type === element.type ? state : undefined;
  }

  set(owner, block, element, state) {
    this.#states.set(key(owner, block, element), state);
  }
}

function key(owner, block, element) {
  return JSON.stringify([owner, block.block_id, element.action_id]);
}

class Surface {
  /**
   * @param {import("./workspace.js").Workspace} workspace
   * @param {EnteredStates} entered
   * @param {string} owner
   */
  constructor(workspace, entered, owner) {
    this.workspace = workspace;
    this.entered = entered;
    this.owner = owner;
  }

  /** What `element` holds now, in the form of Slack's `state.values`. */
  stateOf(block, element) {
    return this.entered.get(this.owner, block, element) ?? initialState(element);
  }

  /** `element` now holds `state`; it is sent where such an element acts at once. @returns {Promise<boolean>} */
  async change(block, element, state) {
    this.entered.set(this.owner, block, element, state);
    return this.actsAtOnce(block) ? this.act(block, element, state) : true;
  }

  /** Inside an input block a change waits for the submission, unless the block says otherwise (Slack: input block, dispatch_action). */
  actsAtOnce(block) {
    return block.type !== "input" || block.dispatch_action === true;
  }

  /** Send an action. @param {object} state type-specific fields of the action @returns {Promise<boolean>} whether the app took it */
  act(block, element, state) {
    const { type: _, ...fields } = state;
    const body = { user: this.workspace.me.id, block_id: block.block_id, action_id: element.action_id, ...fields, ...this.container() };
    return this.workspace.attempt(() => send("actions", body));
  }
}

export class MessageSurface extends Surface {
  kind = "message";

  constructor(workspace, entered, channel, message) {
    super(workspace, entered, `${channel} ${message.ts}`);
    this.channel = channel;
    this.ts = message.ts;
  }

  container() {
    return { channel: this.channel, ts: this.ts };
  }
}

export class ViewSurface extends Surface {
  constructor(workspace, entered, view) {
    super(workspace, entered, view.id);
    this.view = view;
    this.kind = view.type;
  }

  container() {
    return { view_id: this.view.id, values: this.values() };
  }

  /** All that the view's elements hold: `{block_id: {action_id: state}}`. */
  values() {
    const values = {};
    for (const block of this.view.blocks.flatMap(withHeld)) {
      for (const element of elementsOf(block)) {
        const state = this.stateOf(block, element);
        if (state) (values[block.block_id] ??= {})[element.action_id] = state;
      }
    }
    return values;
  }
}

// A block, and those that it holds: a container has inputs of its own.
function withHeld(block) {
  return [block, ...(block.child_blocks ?? [])];
}

function elementsOf(block) {
  return [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].filter(Boolean);
}
