// The bar at the top of a page that has no board.

import { el, rebuild } from "./panel/dom.js";
import { keepPlace, languageButton, pageLinks } from "./panel/page_links.js";

/**
 * Streamlit's entry: called at the first mount, at every answer and at every change of theme.
 * @param {{parentElement: HTMLElement | ShadowRoot, data: any, setTriggerValue: (name: string, value: any) => void}} component
 */
export default function bar({ parentElement, data, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".bar"));
  const { here, pages, language, texts } = data;
  const state = JSON.stringify(data);
  keepLanguage(language);
  const background = getComputedStyle(root).getPropertyValue("--st-background-color");
  document.documentElement.style.setProperty("--page", background); // for page.css
  if (root.dataset.state === state) return;
  root.dataset.state = state;
  root.lang = language;
  rebuild(root, [
    el(
      "header",
      { class: "topbar" },
      el("h1", { class: "brand" }, "springsim"),
      pageLinks(pages, here, language, texts.pages, (page) => setTriggerValue("go", page)),
      languageButton(language, texts.other_language, (other) => setTriggerValue("language", other)),
    ),
  ]);
  keepPlace(root);
}

/**
 * Keep the address of the page at the language that is spoken.
 * @param {string} language
 */
function keepLanguage(language) {
  document.documentElement.lang = language;
  const address = `${location.pathname}?lang=${language}`;
  if (`${location.pathname}${location.search}` !== address) history.replaceState(history.state, "", address);
}
