// Ways to other pages, and to the other language: the same on every page.

import { el } from "./dom.js";

/** Set on the document while a page is gone to from a link that has the focus: the bars of pages share no module. */
const FOLLOWED = "data-followed";

/**
 * Have the focus on the page that was gone to where it was on the one before: on its link.
 * @param {ParentNode} inside
 * @returns {boolean} whether it is there now
 */
export function keepPlace(inside) {
  const page = document.documentElement;
  if (!page.hasAttribute(FOLLOWED)) return false;
  page.removeAttribute(FOLLOWED);
  /** @type {HTMLElement | null} */ (inside.querySelector(".page[aria-current]"))?.focus();
  return true;
}

/**
 * Links to the pages of the app. A plain click goes there without a reload; any other does what a link does.
 * @param {{id: string, title: string, short: string, address: string}[]} pages
 * @param {string} here id of the page that is shown
 * @param {string} language
 * @param {string} name of the links as a whole
 * @param {(page: string) => void} go
 */
export function pageLinks(pages, here, language, name, go) {
  const links = pages.map(({ id, title, short, address }) => {
    const current = id === here;
    const follow = (/** @type {MouseEvent} */ event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (current) return;
      document.documentElement.toggleAttribute(FOLLOWED, link.matches(":focus"));
      go(id);
    };
    const link = el(
      "a",
      {
        class: "page",
        href: `${address}?lang=${language}`,
        "aria-label": title,
        ...(current ? { "aria-current": "page" } : {}),
        onclick: follow,
      },
      el("span", { class: "long" }, title),
      el("span", { class: "short" }, short),
    );
    return link;
  });
  const nav = el("nav", { class: "pages", "aria-label": name }, ...links);
  requestAnimationFrame(() => {
    const shown = nav.querySelector("[aria-current]");
    // where there is no room for all
    if (shown) nav.scrollLeft = shown.offsetLeft + shown.offsetWidth - nav.offsetLeft - nav.clientWidth;
  });
  return nav;
}

/**
 * The button for the other language.
 * @param {string} language
 * @param {string} label
 * @param {(other: string) => void} speak
 */
export function languageButton(language, label, speak) {
  const other = language === "en" ? "zh" : "en";
  return el(
    "button",
    { type: "button", class: "button language", lang: other, title: label, onclick: () => speak(other) },
    other === "zh" ? "中文" : "EN",
  );
}
