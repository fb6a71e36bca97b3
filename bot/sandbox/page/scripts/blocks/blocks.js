/** The blocks of a message or view, in order. */
import { el } from "../dom.js";
import { markdown } from "../mrkdwn/markdown.js";
import { cardBlock, carouselBlock } from "./card.js";
import { chartBlock } from "./chart.js";
import { containerBlock } from "./container.js";
import { contextActionsBlock } from "./context_actions.js";
import { inputBlock } from "./input.js";
import { actionsBlock, alertBlock, contextBlock, dividerBlock, headerBlock, sectionBlock } from "./layout.js";
import { imageBlock, remoteFileBlock, videoBlock } from "./media.js";
import { richText } from "./rich_text.js";
import { dataTableBlock, tableBlock } from "./table.js";
import { planBlock, taskCardBlock } from "./task.js";

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
  data_table: dataTableBlock,
  data_visualization: chartBlock,
  card: cardBlock,
  carousel: carouselBlock,
  container: containerBlock,
  plan: planBlock,
  task_card: taskCardBlock,
  context_actions: contextActionsBlock,
  video: videoBlock,
  file: remoteFileBlock,
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

/** One block; a kind that this page does not know is named, not left out. @returns {HTMLElement} */
export function renderBlock(block, surface) {
  const renderer = RENDERERS[block.type];
  const node = renderer
    ? renderer(block, surface)
    : el("p", { class: "unsupported", text: `This page cannot show the block “${block.type}”.` });
  node.dataset.block = block.block_id ?? "";
  return node;
}
