// Whether the server can be reached, as the page round the board says.

const SAYS = "data-test-connection-state"; // of Streamlit's page
const PATIENCE = 1000; // ms that it may be away before that is said
const NEWS = 6000; // ms for which it is said that it is back

/** Watches the page, and tells when that changes. */
export class Connection {
  /**
   * @param {() => void} changed
   * @param {() => void} returned called when the server is back
   */
  constructor(changed, returned) {
    this.lost = false;
    this.back = false; // lately
    this.changed = changed;
    this.returned = returned;
    this.timer = 0;
    const page = document.querySelector(`[${SAYS}]`);
    if (!page) return; // the log says at least when an answer is late
    const look = () => this.hear(page.getAttribute(SAYS) === "CONNECTED");
    new MutationObserver(look).observe(page, { attributeFilter: [SAYS] });
  }

  /** @param {boolean} connected */
  hear(connected) {
    if (connected === !this.lost) {
      if (connected) clearTimeout(this.timer);
      return;
    }
    clearTimeout(this.timer);
    if (connected) {
      this.say(false, true);
      this.returned();
      this.timer = window.setTimeout(() => this.say(false, false), NEWS);
    } else this.timer = window.setTimeout(() => this.say(true, false), PATIENCE);
  }

  /**
   * @param {boolean} lost
   * @param {boolean} back
   */
  say(lost, back) {
    Object.assign(this, { lost, back });
    this.changed();
  }
}
