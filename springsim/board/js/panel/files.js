// Files that the browser is given to save.

import { el } from "./dom.js";

const KEPT = 10_000; // ms until the memory of a file is given back

/** Kinds of file, by the end of the name. @type {Record<string, string>} */
const TYPES = {
  json: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  pdf: "application/pdf",
  gif: "image/gif",
  mp4: "video/mp4",
  html: "text/html",
  zip: "application/zip",
  py: "text/x-python",
};

/**
 * Let the browser save a file.
 * @param {HTMLElement} root
 * @param {(string | Uint8Array)[]} parts
 * @param {string} name
 */
export function save(root, parts, name) {
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const address = URL.createObjectURL(new Blob(/** @type {BlobPart[]} */ (parts), { type }));
  const anchor = el("a", { href: address, download: name, hidden: true });
  root.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
