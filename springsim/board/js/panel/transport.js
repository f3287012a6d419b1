// Time: the buttons, the scrubber over the loss, the clock and the speed.

import { Track } from "../input/track.js";
import { topText } from "../draw/timeline.js";
import { el, fill, icon, iconButton, moment, say } from "./dom.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** Builds them and keeps them in step with the player. */
export class Transport {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "state" | "player" | "togglePlay" | "scrub" | "restart" | "stepBy"
   *   | "changed">} board
   */
  constructor(board) {
    this.state = board.state;
    this.player = board.player;
    this.act = board;
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const { player, act, at } = this;
    const t = this.state.texts;
    at.play = iconButton("play", t.play, () => act.togglePlay(), { class: "primary" });
    at.scrub = el("input", {
      type: "range",
      class: "scrub",
      min: 0,
      max: 1,
      step: 1,
      value: 0,
      "aria-label": t.scrub,
      onfocus: () => this.place(),
      onpointerdown: () => this.place(),
      onkeydown: () => this.place(),
    });
    let before = { time: 0, wanted: false };
    new Track(at.scrub, {
      begin: () => (before = { time: player.time, wanted: player.wanted }),
      act: (live) => live && act.scrub(Number(at.scrub.value)),
      cancel: () => {
        Object.assign(player, before);
        act.changed();
      },
    });
    at.timeline = el("canvas", { "aria-hidden": "true" });
    at.top = el("span", {});
    at.axis = el("div", { class: "axis" }, at.top, el("span", {}, "0"));
    at.when = el("span", { class: "when" });
    at.state = el("span", { class: "state-small" });
    at.speed = el(
      "select",
      { class: "speed", "aria-label": t.speed, title: t.speed, onchange: () => (player.speed = Number(at.speed.value)) },
      ...SPEEDS.map((s) => el("option", { value: s, ...(s === player.speed ? { selected: true } : {}) }, `${s}×`)),
    );
    return el(
      "section",
      { class: "transport", "aria-label": t.time },
      el(
        "div",
        { class: "buttons" },
        iconButton("restart", t.restart, () => act.restart()),
        iconButton("back", t.back, () => act.stepBy(-1)),
        at.play,
        iconButton("step", t.step_forward, () => act.stepBy(1)),
      ),
      el("div", { class: "timeline" }, at.axis, el("div", { class: "plot" }, at.timeline, at.scrub)),
      (at.clock = el("div", { class: "clock" }, at.when, at.state, el("span", { class: "caption" }, t.loss_over_time))),
      at.speed,
    );
  }

  /**
   * Bring what changes with every frame up to date.
   * @param {string} state in words
   * @param {number} step
   * @param {number | string} last step
   * @param {number} most top of the axis of the loss
   */
  tick(state, step, last, most) {
    const { player } = this;
    const t = this.state.texts;
    const { at } = this;
    const { play, axis, top } = at;
    if (top.textContent !== topText(most)) {
      say(top, topText(most));
      axis.title = fill(t.loss_top, { top: topText(most) });
    }
    const unit = this.state.run?.unit ?? "step";
    const when = (/** @type {number | string} */ now) => moment(t, unit, fill(t.step_of, { step: now, last }));
    say(at.when, when(step));
    const letters = String(when(last).length); // room for the longest from the start, so that nothing moves while it plays
    if (at.clock.style.getPropertyValue("--letters") !== letters) at.clock.style.setProperty("--letters", letters);
    say(at.state, state);
    if (Number(at.speed.value) !== player.speed) at.speed.value = String(player.speed);
    if (!player.playing) this.place();
    const showsPause = player.phase === "playing";
    if (play.dataset.shows === String(showsPause)) return;
    play.dataset.shows = String(showsPause);
    const label = showsPause ? t.pause : t.play;
    play.replaceChildren(icon(showsPause ? "pause" : "play"));
    play.setAttribute("aria-label", label);
    play.setAttribute("title", label);
  }
  /** Put the scrubber where time is: not while time passes, or it would be read out at every frame, but when it is asked. */
  place() {
    const { player } = this;
    const { scrub, when } = this.at;
    if (Number(scrub.max) !== player.last) scrub.max = String(player.last);
    if (Number(scrub.value) !== player.frame) scrub.value = String(player.frame);
    scrub.setAttribute("aria-valuetext", when.textContent);
  }
}
