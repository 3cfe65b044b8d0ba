// Saves the numbers of a group for a spreadsheet: those that the page shows, and nobody's own score.

import { download, fileName } from "../ui/download.js";
import { findAll } from "../ui/find.js";
import { nameOf } from "./results_words.js";

/** @import {GroupRound} from "../engine/wire.js" */

// Spreadsheets read a cell that begins with one of these as a formula, as ssi_core/history/csv.py explains.
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
const COLUMNS = ["round", "people", "part", "max", "low", "median", "high", "since", "change"];

/**
 * @param {HTMLElement} root
 * @param {GroupRound[]} rounds
 */
export function saveNumbers(root, rounds) {
  const words = Object.fromEntries(
    findAll("template[data-csv]", root).map(({ dataset, content }) => [dataset.csv, content.textContent ?? ""]),
  );
  const decimal = root.dataset.decimal ?? ".";
  const rows = [COLUMNS.map((column) => words[column]), ...rounds.flatMap(listRows)];
  const lines = rows.map((row) => `${row.map((cell) => formatCell(cell, decimal)).join(decimal === "," ? ";" : ",")}\r\n`);
  // Excel takes the file for another encoding without the mark in front.
  download(fileName("csv"), `\ufeff${lines.join("")}`, "text/csv");
}

/**
 * List the rows of a round: one for the total and each pillar, or one where its numbers are withheld.
 * @param {GroupRound} round
 * @returns {(string | number)[][]}
 */
function listRows(round) {
  const { name, members, numbers, change } = round;
  if (!numbers) return [[name, members, ...COLUMNS.slice(2).map(() => "")]];
  return Object.entries(numbers.scores).map(([key, { max, low, median, high }]) => [
    name,
    members,
    nameOf(key),
    max,
    low,
    median,
    high,
    change?.since ?? "",
    change ? change.scores[key].median : "",
  ]);
}

/**
 * @param {string | number} value
 * @param {string} decimal
 */
function formatCell(value, decimal) {
  if (typeof value === "number") return String(value).replace(".", decimal);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
