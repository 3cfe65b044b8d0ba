// The requests to ssi_core and its replies. ssi_core/wire/ is the authority; these are types for the scripts that ask.

/**
 * @typedef {Record<string, string>} Levels factor key → level key, or "unknown" or "not_applicable"
 * @typedef {[low: number, high: number]} Range
 * @typedef {{points: number, max: number, range: Range}} PillarScore
 * @typedef {{pillar: string, status: string, level: string | null, points: number, max: number}} FactorScore
 * @typedef {{factor: string, from: string, to: string, gain: number, effort: number}} Step
 * @typedef {{target: number, status: "reached" | "already_met" | "unreachable", total: number, effort: number, steps: Step[]}} Plan
 * @typedef {{total: number, range: Range}} Totals
 * @typedef {{band: string | null, total: number, range: Range, guideline: string | null, short: number, known: number, needed: number,
 *   sure: string[], strongest: string | null, cheapest: string | null}} Verdict see ssi_core/verdict.py
 * @typedef {{factor: string, to: string, gain: number, low: number, high: number, effort: number}} Suggestion
 * @typedef {{total: number, max: number, range: Range, role: string | null, benchmark: {low: number, high: number} | null,
 *   pillars: Record<string, PillarScore>, factors: Record<string, FactorScore>, missing: string[], unknown: string[], advice: Step[],
 *   plan: Plan, what_if: Totals | null, start: Totals | null, next: string | null, version: string, verdict: Verdict}} Score `start`: the real
 *   score, where that was given; `next`: the question that narrows the range most, where that was asked for
 *
 * @typedef {{rank: number | null, average: number | null}} Ranking
 * @typedef {Record<string, number | null>} Pillars points by pillar; null for those that are not known
 * @typedef {{total: number | null, pillars: Pillars, industry: Ranking, network: Ranking, not_found: string[]}} LinkedInPage
 *
 * @typedef {{since: string, total: number, pillars: Pillars, same_model: boolean}} Change
 * @typedef {{id: string, date: string, kind: "estimate" | "real", total: number, pillars: Pillars, range?: Range, role?: string,
 *   version?: string, answers?: Levels, industry?: Ranking, network?: Ranking}} Point `date`: ISO 8601, in UTC, to the second
 * @typedef {Point & {change: Change | null}} ChangedPoint `change` is null for the first of its kind
 * @typedef {{points: ChangedPoint[], csv: string, left_out: number[], faults: Fault[]}} HistoryReply
 *
 * @typedef {{estimate: number, range: Range, real: number, difference: number, within: boolean}} Difference
 * @typedef {Record<string, Difference | null>} Comparison by pillar, and "total"; null where the real score is not known
 *
 * @typedef {{day: string, total: number, range: Range, pillars: Record<string, {points: number, range: Range}>, answers: Levels,
 *   assumed: Levels}} SavedDay
 * @typedef {{days: number, day: string, total: number, range: Range, change: number,
 *   leaving: {factor: string, count: number, days: number, first: string, last: string, points: number}[]}} SavedForecast
 * @typedef {{version: string, days: SavedDay[], forecast: SavedForecast[], unseen: string[]}} OverTime see ssi_core/history/over_time.py
 *
 * @typedef {{answers: Levels, role: string | null, target: number | null, changed: string[]}} UnpackReply `changed`: questions that are others by
 *   now; their answers are left out
 * @typedef {UnpackReply & {done: Levels, measured: Levels, over_time: OverTime | null,
 *   over_time_outcome: "added" | "replaced" | "same" | "stayed" | null, points: ChangedPoint[], left_out: number[], faults: Fault[]} &
 *   Record<"added" | "same" | "updated" | "differing" | "no_room" | "taken" | "stayed", number>} ImportReply
 *
 * @typedef {{file: number, name: string | null, problem: string}} FileProblem `file`: its place among those that were given; `name`: of a file in it
 * @typedef {{value: number, level: string, files: string[], confidence: "counted" | "proxy" | "weak", counts: Record<string, number>,
 *   period: [first: string | null, last: string | null]}} Evidence
 * @typedef {{total: number, range: Range, pillars: Record<string, PillarScore>, day: string, answers: Levels}} DayScore `day`: YYYY-MM-DD
 * @typedef {DayScore & {assumed: Levels}} MeasuredDay `assumed`: levels that the total takes where nothing was measured
 * @typedef {{factor: string, count: number, days: number, first: string, last: string, from: string, to: string, points: number}} Leaving
 *   what leaves the window: `count` things on so many different `days`, from `first` to `last`; `points`, 0 or less
 * @typedef {DayScore & {days: number, change: number, leaving: Leaving[]}} Forecast `days`: after the archive's last; the points of all that is
 *   leaving add up to `change`
 * @typedef {{answers: Levels, evidence: Record<string, Evidence>, not_measured: Record<string, string>, newest: string | null,
 *   problems: FileProblem[], over_time: MeasuredDay[], forecast: Forecast[], unseen: string[]}} Report see
 *   ssi_core/linkedin_export/report.py
 * @typedef {{file?: number, name?: string | null, done?: number, total?: number}} ArchiveNews how far the reading of an archive is; empty while
 *   its code is fetched
 * @typedef {{ok?: {report: Report}, failed?: string, stopped?: boolean}} ArchiveReply see site_src/runtime/archive_entry.py
 * @typedef {{sheet: string, row: number, days: Record<string, string | null>, kind: Point["kind"], total: number, pillars: Pillars, range?: Range,
 *   role?: string, version?: string, industry?: Ranking, network?: Ranking}} SheetScore `days`: YYYY-MM-DD, by what comes first in its date
 * @typedef {{sheet: string, row: number, column: string, value: string, problem: string}} SheetRowFault
 * @typedef {{column: string, name: string}} SheetColumn
 * @typedef {{problem: string | null, possible: string[], likely: string | null, columns: {sheet: string, pillars: Record<string, SheetColumn |
 *   null>}[], scores: SheetScore[], left_out: SheetRowFault[], left_out_count: number}} SheetReport see ssi_core/history/spreadsheet/reading.py
 * @typedef {{ok?: {report: SheetReport}, failed?: string, stopped?: boolean}} SheetReply
 *
 * @typedef {{factor: string, pillar: string, from: string | null, to: string | null, points: number}} Contribution
 * @typedef {{total: number, pillars: Record<string, number>, factors: Contribution[]}} Explanation largest first; see ssi_core/wire/explain.py
 *
 * @typedef {{line: number, problem: string, group: number | null, text: string}} UnreadLine `group`: the group of a code that shows a typo
 * @typedef {{low: number, median: number, high: number}} Quartiles
 * @typedef {Quartiles & {points: number[], max: number, observed: {low: number, high: number}}} GroupScores
 * @typedef {{estimates: number, versions: string[], guideline: {role: string, low: number, high: number} | null, weakest: string | null,
 *   scores: Record<string, GroupScores>, answered: number, answers_withheld: "few" | "overlap" | null,
 *   factors: {factor: string, known: number, percent: number}[], steps: {factor: string, members: number, gain: number, to: string}[]}} GroupNumbers
 * @typedef {{since: string, comparable: boolean, scores: Record<string, Quartiles>}} GroupChange
 * @typedef {{name: string, members: number, codes: string[], repeated: number, unread: UnreadLine[], unread_lines: number,
 *   withheld: "few" | "overlap" | null, numbers: GroupNumbers | null, change: GroupChange | null}} GroupRound see ssi_core/wire/group.py
 * @typedef {{round: string, pairs: number, csv: string | null}} GroupPairs of the round with the most; see ssi_core/wire/group.py
 *
 * @typedef {{key: string, problem: string, value: unknown}} Fault
 * @typedef {{score: Score, "read-page": LinkedInPage, history: HistoryReply, compare: Comparison, pack: {code: string}, unpack: UnpackReply,
 *   export: {text: string}, import: ImportReply, explain: Explanation, "make-code": {code: string}, group: {rounds: GroupRound[]},
 *   pairs: GroupPairs, suggest: Record<string, Suggestion[] | null>, remind: {text: string}}} Results by the request's "do". The worker fetches the code for
 *   "explain", "make-code", "group" and "pairs" when they are first asked; where that fails, their fault is "not_loaded", and asking again tries again
 */

/**
 * @template T
 * @typedef {{ok: T, faults?: undefined} | {ok?: undefined, faults: Fault[]}} Reply
 */

/** @typedef {<K extends keyof Results>(request: {do: K} & Record<string, unknown>) => Promise<Reply<Results[K]>>} Ask rejects where the engine
 *   failed */

/**
 * Require the result of a request. Throws where ssi_core refused it.
 * @template T
 * @param {Reply<T>} reply
 */
export function resultOf({ ok, faults }) {
  if (!ok) throw new Error(`refused: ${JSON.stringify(faults)}`);
  return ok;
}
