"""What axe-core finds on all pages, light and dark, in English and Chinese, on a projector and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from springsim import texts
from tests.browser.conftest import NewBoard

AXE: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = (1280, 720), (390, 844)
#: Each pair of language, window and theme, one change after the other; of Chinese in the dark only the phone.
RUNS: Final = (
    ("en", DESK, "light"),
    ("en", DESK, "dark"),
    ("en", PHONE, "dark"),
    ("zh", PHONE, "dark"),
    ("zh", PHONE, "light"),
    ("zh", DESK, "light"),
)

#: What is wrong, as rule and element. Text on a picture, of which axe cannot tell the ground, is not asked about.
LOOK: Final = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 160)}`));
}"""

#: What is wrong with the words on what the points do, in each of its colours.
STATES: Final = """async (state) => {
  const wrong = [];
  for (const phase of ["playing", "paused", "equilibrium", "cycling", "diverged", "max_steps"]) {
    state.dataset.phase = phase;
    const { violations } = await axe.run(state, { runOnly: ["color-contrast"], preload: false });
    if (violations.length) wrong.push(`${phase}: ${violations[0].nodes[0].failureSummary}`);
  }
  return wrong;
}"""

#: Controls that can be used whose edge, if they have one, stands out from the page by less than three to one.
EDGES: Final = """() => {
  const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (...colours) => {
    c.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      c.fillStyle = colour;
      c.fillRect(0, 0, 1, 1);
    }
    const part = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const faint = [];
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      if (e.shadowRoot) walk(e.shadowRoot);
      if (!e.matches(".board :is(button, select, input:not([type=range]))") || !e.checkVisibility()) continue;
      if (e.getAttribute("aria-disabled") === "true") continue;
      const edge = getComputedStyle(e).borderTopColor;
      if (edge === "rgba(0, 0, 0, 0)") continue; // an icon in a toolbar
      const [a, b] = [luminance(ground, edge), luminance(ground)].sort((x, y) => y - x);
      if ((a + 0.05) / (b + 0.05) < 3) faint.push(e.outerHTML.slice(0, 120));
    }
  };
  walk(document);
  return faint;
}"""


def go(page: Page, language: str, name: str) -> None:
    """Follow a link of the bar, and wait until its page is whole."""
    words = texts.of(language, "pages")
    page.get_by_role("link", name=words[f"page_{name}"], exact=True).click()
    if name == "playground":
        expect(page.get_by_role("application")).to_be_visible()
    elif name == "diagnose":
        expect(page.locator(".st-key-diagnose_table_facts table")).to_be_visible()
    elif name == "margins":
        expect(page.locator(".st-key-margins_file_html")).to_be_visible()
    else:
        expect(page.get_by_role("heading", name=words["fig2e_title"])).to_be_visible()


def other(page: Page, spoken: str) -> None:
    """Go on in the other language."""
    button = page.get_by_role("button", name={"en": "中文", "zh": "EN"}[spoken], exact=True)
    button.click()
    expect(button).to_be_hidden()


def wrong_on(page: Page) -> list[str]:
    """Return what is wrong with a page, and stays so: another theme comes to the parts of a page one after the other."""
    found: list[str] = []
    for _ in range(20):
        found = [*page.evaluate(LOOK), *page.evaluate(EDGES)]
        if not found:
            break
        page.wait_for_timeout(100)
    return found


def test_axe_finds_nothing_wrong_on_any_page(new_board: NewBoard):
    page = new_board("preset=similar-pair", has_touch=True, reduced_motion="reduce").page
    page.add_script_tag(path=AXE)
    wrong = {}
    for name in ("playground", "margins", "diagnose", "paper"):
        go(page, "en", name)
        spoken = "en"
        for language, (width, height), scheme in RUNS:
            if language != spoken:
                other(page, spoken)
                spoken = language
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            wrong[name, language, scheme, width] = wrong_on(page)
            if name == "playground":
                wrong[name, language, scheme, width] += page.locator("[data-readout=state]").evaluate(STATES)
        other(page, spoken)
    assert len(wrong) == 4 * len(RUNS)
    assert {run: found for run, found in wrong.items() if found} == {}
