"""Firefox and WebKit do what other tests see in Chromium: charts, saved scores and their erasing, the archive, a frame."""

import pytest

from tests.support.engines import visit
from tests.support.import_page import IMPORT
from tests.support.your_ssi_page import PILLARS, YOURS

UNTIL = """const until = async (find) => {
    for (let found; ; await new Promise((go) => setTimeout(go, 50))) if ((found = find())) return found;
  };
  const at = (selector) => document.querySelector(selector);
  const middle = (selector) => at(selector).scrollIntoView({ block: "center", behavior: "instant" });"""
CHARTS = f"""async () => {{
  {UNTIL}
  await until(() => document.readyState === "complete");
  return [...document.querySelectorAll("svg.plot")].map((plot) => {{
    const {{ width, height }} = plot.getBoundingClientRect();
    const right = Math.max(...Array.from(plot.querySelectorAll("text, rect"), (each) => each.getBoundingClientRect().right));
    return [width > 200, height > 100, right <= document.documentElement.clientWidth, plot.getAttribute("role") ?? ""];
  }});
}}"""
SAVE = f"""async () => {{
  {UNTIL}
  await until(() => at("[data-history][data-started]"));
  at("details[data-more]").open = true;
  const form = at("form[data-real]");
  for (const [day, total] of [["2026-01-05", 30], ["2026-02-05", 34]]) {{
    for (const [name, value] of Object.entries({{ ...PILLARS, total: "", day }})) form.elements[name].value = value;
    form.elements.brand.value = String(total - 20.35);
    const rows = document.querySelectorAll("tbody.point").length;
    form.requestSubmit();
    await until(() => document.querySelectorAll("tbody.point").length > rows);
  }}
  await until(() => at("svg[data-drawing] > :nth-child(3)"));
  middle("[data-erase]");
  const drawings = [...document.querySelectorAll("svg[data-drawing]")].filter((each) => each.childElementCount > 2);
  const isDrawn = drawings.some((each) => each.getBoundingClientRect().width > 100);
  return [document.querySelectorAll("tbody.point").length, JSON.parse(localStorage.getItem("ssi")).history.length, isDrawn];
}}"""
ASKED = """() => document.querySelector("dialog[data-erase-dialog]").open"""
ERASED = f"""async () => {{
  {UNTIL}
  await until(() => !document.querySelector("tbody.point"));
  return localStorage.getItem("ssi");
}}"""
READ = f"""async () => {{
  {UNTIL}
  await until(() => document.documentElement.dataset.engine === "ready");
  middle("[data-example]");
}}"""
REVIEWED = f"""async () => {{
  {UNTIL}
  await until(() => at("[data-review]:not([hidden])"));
  return document.querySelectorAll("[data-review] input:checked").length > 10;
}}"""
FRAME = f"""async () => {{
  {UNTIL}
  const heights = [];
  window.addEventListener("message", ({{ data }}) => data.type === "ssi:height" && heights.push(data.height));
  const frame = Object.assign(document.createElement("iframe"), {{ src: "en/embed.html", width: 600, height: 400 }});
  document.body.append(frame);
  const inside = () => frame.contentDocument;
  await until(() => inside()?.documentElement.dataset.engine === "ready" && heights.length);
  for (const question of inside().querySelectorAll("[data-factor]")) question.querySelector("input").click();
  return [await until(() => inside().querySelector("[data-score=total]").dataset.value), heights[0] > 100];
}}"""


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_in_other_browsers(site_url: str, engine: str) -> None:
    visits = {
        f"{site_url}en/good-score.html": CHARTS,
        f"{site_url}en/{YOURS['en']}.html": SAVE.replace("PILLARS", str(PILLARS)),
        ">[data-erase]": ASKED,
        ">[data-erase-confirm]": ERASED,
        f"{site_url}{IMPORT['en']}": READ,
        ">[data-example]": REVIEWED,
        f"{site_url}robots.txt": FRAME,
    }
    charts, saved, asked, erased, _, reviewed, framed = visit(engine, list(visits.items()))
    assert charts == [[True, True, True, "img"]] * 4
    assert saved == [2, 2, True]
    assert asked is True
    assert erased is None
    assert reviewed is True
    assert framed == ["0", True]
