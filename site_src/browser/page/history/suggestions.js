// What probably gains most in each pillar of the real score. ssi_core averages over every combination of answers that it could be.

import { askLenient } from "../engine/ask_lenient.js";
import { copyTemplate, find, findAll } from "../ui/find.js";
import { formatDay, formatExact } from "../ui/format.js";
import { formatPoints, say, sayCount } from "../ui/messages.js";

/**
 * @import {Ask, Pillars, Suggestion} from "../engine/wire.js"
 * @import {Hook} from "../ui/find.js"
 * @import {RealScore} from "./compare.js"
 */

// LinkedIn's score is said to be about the last 90 days.
const OLD_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * @param {Ask} ask
 * @returns {(real: RealScore | null, isAnswered: boolean) => Promise<void>} shows the suggestions for a real score, or what is missing for them
 */
export function createSuggestions(ask) {
  const section = find("[data-suggest]");
  const most = Number(section.dataset.shown);
  // In the model's order, which decides between equals.
  const places = findAll("[data-suggest-pillar]", section);
  let latest = "";

  /** @param {"none" | "total" | "waiting" | "known"} state */
  function show(state) {
    for (const each of findAll("[data-suggest-state]", section)) each.hidden = each.dataset.suggestState !== state;
    section.dataset.state = state;
  }

  /**
   * @param {Record<string, Suggestion[] | null>} suggestions
   * @param {Pillars} pillars
   */
  function draw(suggestions, pillars) {
    const ranked = rankPlaces(places, pillars);
    find(".guess-pillars", section).append(...ranked);
    for (const place of ranked) {
      const key = place.dataset.suggestPillar;
      const [found, points] = [suggestions[key], pillars[key]];
      const words = find("[data-suggest-points]", place);
      words.hidden = !found;
      words.textContent = found ? say("suggest.points", { points: formatExact(Number(points)), ...averagesOf(place) }) : "";
      const empty = find("[data-suggest-empty]", place);
      empty.hidden = Boolean(found?.length);
      empty.textContent = empty.hidden ? "" : say(`suggest.${found ? "full" : "unknown"}`);
      find("[data-suggest-list]", place).replaceChildren(...(found ?? []).slice(0, most).map((each) => createItem(section, each)));
    }
    find("[data-suggest-behind]", section).textContent = describeBehind(ranked[0], pillars);
    show("known");
  }

  return async (real, isAnswered) => {
    for (const each of findAll("[data-suggest-quiz]", section)) each.hidden = (each.dataset.suggestQuiz === "some") !== isAnswered;
    const pillars = real?.pillars ?? {};
    const isKnown = Object.values(pillars).some((points) => points !== null);
    const wanted = real ? JSON.stringify(real) : "";
    // The same again would close what is being read.
    if (wanted === latest && section.dataset.state !== "waiting") return;
    latest = wanted;
    if (!real) return show("none");
    if (!isKnown) {
      for (const each of findAll("[data-suggest-total]", section)) each.hidden = (each.dataset.suggestTotal === "saved") !== real.saved;
      return show("total");
    }
    if (section.dataset.state !== "known") show("waiting");
    // Where the engine failed, the page shows that already.
    const reply = await askLenient(ask, { do: "suggest", real: pillars }).catch(() => undefined);
    if (!reply?.ok || wanted !== latest) return;
    find("[data-suggest-which]", section).textContent = real.saved
      ? say("suggest.saved", { day: formatDay(real.date ?? "") })
      : say("suggest.typed");
    find("[data-suggest-old]", section).hidden = real.date === null || Date.now() - Date.parse(real.date) < OLD_MS;
    draw(reply.ok, pillars);
  };
}

/** @param {HTMLElement} place */
const averagesOf = ({ dataset: { low, high } }) => ({ low: formatPoints(Number(low)), high: formatPoints(Number(high)) });

/**
 * Order the pillars: furthest below its averages first, then the one with most room, and unknown points last.
 * @param {Hook[]} places
 * @param {Pillars} pillars
 */
function rankPlaces(places, pillars) {
  /** @param {Hook} place */
  const rank = ({ dataset: { suggestPillar: key, low } }) => {
    const points = pillars[key];
    if (points === null) return Number.MAX_VALUE;
    // In parts of the average: a point is a lot where the average is two.
    return points < Number(low) ? points / Number(low) : 1 + points;
  };
  return [...places].sort((one, other) => rank(one) - rank(other));
}

/**
 * Name the pillar that is furthest below its averages, or else the one with most room.
 * @param {Hook} place
 * @param {Pillars} pillars
 */
function describeBehind(place, pillars) {
  const points = Number(pillars[place.dataset.suggestPillar]);
  const values = { pillar: find("h3", place).textContent.trim(), points: formatExact(points), ...averagesOf(place) };
  return say(points < Number(place.dataset.low) ? "suggest.behind" : "suggest.ahead", values);
}

/**
 * @param {HTMLElement} section
 * @param {Suggestion} suggestion
 */
function createItem(section, { factor, to, gain, low, high, effort }) {
  const item = copyTemplate("template[data-guess]", section);
  const about = find(`template[data-about="${factor}"]`, section);
  const [link] = /** @type {DocumentFragment} */ (about.content.cloneNode(true)).children;
  // The quiz has these words from this page.
  const late = find("template[data-late=messages]").content;
  const advice = `step.${factor}.${to}`;
  find("[data-link]", item).replaceWith(link);
  find("[data-guess-words]", item).textContent = find(`template[data-message="${advice}"]`, late).content.textContent;
  find("[data-guess-gain]", item).textContent = say("suggest.gain", { n: formatPoints(gain) });
  find("[data-guess-range]", item).textContent = sayCount("suggest.range", effort, { low: formatPoints(low), high: formatPoints(high) });
  return item;
}
