// What is chosen on a page without a board, for the browser to keep: nothing of it is seen.

import { keepPage } from "./state/keeper.js";

let said = false; // once is enough

/**
 * Streamlit's entry: called at the first mount and whenever another choice is made.
 * @param {{data: any, setTriggerValue: (name: string, value: any) => void}} component
 */
export default function kept({ data, setTriggerValue }) {
  const problem = keepPage(data.epoch, data.page, data.chosen);
  if (problem && !said) setTriggerValue("unkept", problem);
  said ||= problem !== "";
}
