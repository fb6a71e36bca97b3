/**
 * Pictures, videos and files that lie elsewhere. Only what this workspace serves itself is loaded: nothing leaves this computer,
 * so a picture from another place is a labelled frame with a link.
 */
import { el, externalLink, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { visible } from "../mrkdwn/characters.js";
import { plainText, textOf } from "../mrkdwn/mrkdwn.js";

export function imageBlock(block, surface) {
  const caption = block.title && el("figcaption", {}, plainText(block.title.text));
  return el("figure", { class: "block-image", data: { testid: "image-block" } }, caption, picture(block, surface.workspace));
}

/**
 * A picture with `alt_text`, from `image_url` or `slack_file`.
 *
 * @param {{alt_text?: string, image_url?: string, slack_file?: {id?: string, url?: string}}} image
 * @param {import("../workspace.js").Workspace} workspace
 * @param {"section-image"|"context-image"|"card-icon"|null} className a small one has no room for words
 * @returns {HTMLElement}
 */
export function picture(image, workspace, className = null) {
  const address = addressOf(image, workspace);
  const own = address && localAddress(address);
  if (own) return el("img", { class: className, src: own, alt: image.alt_text ?? "", loading: "lazy" });
  return className ? smallFrame(image, className) : frame(image, address);
}

/** `url` as an address of this workspace, or null when it lies elsewhere. */
export function localAddress(url) {
  const parsed = new URL(url, window.location.href);
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname) && parsed.port === window.location.port;
  return loopback ? parsed.pathname + parsed.search : null;
}

function addressOf({ image_url: url, slack_file: file }, workspace) {
  if (file?.id) return new URL(`/files-pri/${workspace.team.id}-${encodeURIComponent(file.id)}/picture`, window.location.href).href;
  return safeUrl(url ?? file?.url ?? "");
}

function smallFrame({ alt_text: alt }, className) {
  return el("span", { class: `picture-frame ${className}`, role: "img", "aria-label": alt || "Picture", title: alt }, icon("picture"));
}

function frame({ alt_text: alt }, address) {
  const where = address ? externalLink(address, visible(new URL(address).host)) : "no address that a page may open";
  const note = el("span", { class: "picture-frame-note" }, "Not loaded: this workspace fetches nothing from elsewhere. ", where);
  return el("div", { class: "picture-frame" }, icon("picture"), el("div", {}, el("p", {}, visible(alt || "A picture")), note));
}

/** A video is not played here: its card leads to it (Slack: video block). */
export function videoBlock(block, surface) {
  const address = safeUrl(block.title_url ?? "") ?? safeUrl(block.video_url);
  const title = plainText(block.title.text, block.title);
  const from = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return el(
    "div",
    { class: "video", data: { testid: "video-block" } },
    el("div", { class: "video-thumbnail" }, picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, surface.workspace, "video-picture"), icon("play")),
    el(
      "div",
      { class: "video-text" },
      el("p", { class: "video-title" }, address ? externalLink(address, title) : title),
      from && el("p", { class: "quiet" }, visible(from)),
      block.description && el("p", {}, plainText(textOf(block.description))),
      el("p", { class: "quiet", text: "Videos are not played in this workspace." }),
    ),
  );
}

/** A file that only another service has (Slack: file block). */
export function remoteFileBlock(block) {
  const text = el("span", {}, el("span", { class: "file-name" }, visible(block.external_id)), el("span", { class: "file-kind", text: "Remote file, not shown here" }));
  return el("div", { class: "file-card", data: { testid: "remote-file" } }, icon("file"), text);
}
