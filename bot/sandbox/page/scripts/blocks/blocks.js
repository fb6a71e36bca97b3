/** The blocks of a message or view, in order. */
import { el } from "../dom.js";
import { markdown } from "../mrkdwn/markdown.js";
import { inputBlock } from "./input.js";
import { actionsBlock, alertBlock, contextBlock, dividerBlock, headerBlock, imageBlock, sectionBlock } from "./layout.js";
import { richText } from "./rich_text.js";
import { tableBlock } from "./table.js";

const RENDERERS = {
  section: sectionBlock,
  header: headerBlock,
  context: contextBlock,
  divider: dividerBlock,
  actions: actionsBlock,
  image: imageBlock,
  alert: alertBlock,
  input: inputBlock,
  table: tableBlock,
  markdown: (block) => markdown(block.text),
  rich_text: (block, surface) => richText(block, surface.workspace),
};

/**
 * @param {object[]} blocks Block Kit blocks
 * @param {import("../surface.js").MessageSurface|import("../surface.js").ViewSurface} surface
 * @returns {HTMLElement}
 */
export function renderBlocks(blocks, surface) {
  return el("div", { class: "blocks" }, ...blocks.map((block) => renderBlock(block, surface)));
}

function renderBlock(block, surface) {
  const renderer = RENDERERS[block.type];
  const node = renderer
    ? renderer(block, surface)
    : el("p", { class: "unsupported", text: `This page cannot show the block “${block.type}”.` });
  node.dataset.block = block.block_id ?? "";
  return node;
}
