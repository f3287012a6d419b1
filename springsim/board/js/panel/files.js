// Files that the browser is given to save.

import { el } from "./dom.js";

const KEPT = 10_000; // ms until the memory of a file is given back

/**
 * Let the browser save a file.
 * @param {HTMLElement} root
 * @param {Record<string, string>} types of files, by the end of the name
 * @param {(string | Uint8Array)[]} parts
 * @param {string} name
 */
export function save(root, types, parts, name) {
  const type = types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const address = URL.createObjectURL(new Blob(/** @type {BlobPart[]} */ (parts), { type }));
  const anchor = el("a", { href: address, download: name, hidden: true });
  root.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
