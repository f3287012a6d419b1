// The board in a frame of another page: how its address says so, and the code of such a frame.

const FIELD = "embed";
const YES = /^(1|true)$/i; // the second is Streamlit's own word for its apps
const FIELDS = [FIELD, "embed_options", "hide"]; // of an address: how it is shown, not what
const TAG = "iframe";
const SIZE = { width: 800, height: 500 }; // of a new frame

/**
 * Whether the address asks for the board alone: to leave out a part of it does.
 * @param {string} [search]
 */
export function embedded(search = location.search) {
  const fields = new URLSearchParams(search);
  return YES.test(fields.get(FIELD) ?? "") || fields.has("hide");
}

/**
 * An address that shows something else in the way that another one does.
 * @param {string} query what it shows
 * @param {string} search of the other one
 */
export function withLook(query, search) {
  const look = search.replace(/^\?/, "").split("&");
  return [...look.filter((field) => FIELDS.includes(field.split("=")[0])), query].filter(Boolean).join("&");
}

/**
 * The code of a frame for a page of one's own.
 * @param {string} page address of the app
 * @param {string} query
 * @param {string} title what is in it, for those who do not see it
 */
export function frameCode(page, query, title) {
  const written = (/** @type {string} */ text) =>
    text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const address = written(`${page}?${FIELD}=1&${query}`);
  const size = `width="${SIZE.width}" height="${SIZE.height}"`;
  return `<${TAG} src="${address}" title="${written(title)}" ${size} style="border: 0" allowfullscreen></${TAG}>`;
}
