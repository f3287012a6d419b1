// The bar at the top of a page that has no board.

import { el, rebuild } from "./panel/dom.js";
import { introduction, known } from "./state/keeper.js";
import { keepPlace, languageButton, pageLinks } from "./panel/page_links.js";
import { answerTaps } from "./panel/question_marks.js";

let told = { epoch: "", seq: 0 }; // which server was told what is kept, and the last command of that while it is under way

/**
 * Streamlit's entry: called at the first mount, at every answer and at every change of theme.
 * @param {{parentElement: HTMLElement | ShadowRoot, data: any, setTriggerValue: (name: string, value: any) => void}} component
 */
export default function bar({ parentElement, data, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".bar"));
  const { here, pages, language, texts } = data;
  const state = JSON.stringify({ here, pages, language, texts });
  keepLanguage(language);
  giveBack(data, (message) => setTriggerValue("log", message));
  const background = getComputedStyle(root).getPropertyValue("--st-background-color");
  document.documentElement.style.setProperty("--page", background); // for page.css
  answerTaps();
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
 * Give a server that does not know this tab what the browser kept for it.
 * @param {{epoch: string, ack: number, refused: boolean}} server
 * @param {(message: any) => void} send
 */
function giveBack({ epoch, ack, refused }, send) {
  if (told.epoch === epoch) {
    if (told.seq && ack >= told.seq) known(epoch, refused);
    if (ack >= told.seq) told.seq = 0;
    return;
  }
  const commands = introduction(epoch).map((command, k) => ({ ...command, seq: ack + 1 + k }));
  told = { epoch, seq: commands.length && ack + commands.length };
  if (commands.length) send({ epoch, seen: [-1, 0], texts: "", springs: -1, commands });
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
