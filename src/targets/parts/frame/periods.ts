/** Frequencies of periods: pandas' names of them today, whatever offset or text a version wrote. */
import { sentence } from "../../../errors.js";
import { attributesOf, itemsOf } from "../../../neutral/attributes.js";
import { numberOf, own, type References } from "../../../neutral/document.js";
import { noTable } from "./refusal.js";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] as const;
const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

/** Today's names of what was called otherwise. */
const RENAMED = new Map([
  ["A", "Y"],
  ["YE", "Y"],
  ["QE", "Q"],
  ["ME", "M"],
  ["H", "h"],
  ["T", "min"],
  ["S", "s"],
  ["L", "ms"],
  ["U", "us"],
  ["N", "ns"],
]);

const TICKS = new Map([
  ["Day", "D"],
  ["Hour", "h"],
  ["Minute", "min"],
  ["Second", "s"],
  ["Milli", "ms"],
  ["Micro", "us"],
  ["Nano", "ns"],
  ["MonthEnd", "M"],
  ["BusinessDay", "B"],
]);

const TEXT = /^(?:period\[)?(\d*)([A-Za-z]+)(?:-([A-Z]{3}))?\]?$/;

function freqOfText(text: string): string | null {
  const [, count = "", letters = "", anchor] = TEXT.exec(text) ?? [];
  if (letters === "") return null;
  const name = RENAMED.get(letters) ?? letters;
  const end = anchor ?? (name === "Y" || name === "Q" ? "DEC" : name === "W" ? "SUN" : undefined);
  return `${count === "1" ? "" : count}${name}${end === undefined ? "" : `-${end}`}`;
}

/** The name of an offset: its numbers are arguments, or until pandas 1.0 a state. */
function offsetName(value: unknown, references: References): string | null {
  const args = itemsOf(own(value, "args") ?? [], references) ?? [];
  const state = attributesOf(own(value, "state") ?? null, references);
  const part = (place: number, ...keys: readonly string[]): number | undefined =>
    numberOf(args[place] ?? keys.map((key) => state?.get(key)).find((one) => one !== undefined));
  const kind = String(own(value, "class")).replace(/^pandas\.tseries\.offsets\./, "");
  const n = part(0, "n") ?? 1;
  const count = n === 1 ? "" : String(n);
  const month = MONTHS[(part(2, "month", "startingMonth") ?? 12) - 1];
  const day = DAYS[part(2, "weekday") ?? 6];
  if (kind === "YearEnd") return `${count}Y-${month}`;
  if (kind === "QuarterEnd") return `${count}Q-${month}`;
  if (kind === "Week") return `${count}W-${day}`;
  const tick = TICKS.get(kind);
  return tick === undefined ? null : `${count}${tick}`;
}

/** @throws CornichonError `target.unsupported` for what is no frequency of periods */
export function freqOfOffset(value: unknown, references: References): string {
  const name = typeof value === "string" ? freqOfText(value) : offsetName(value, references);
  if (name === null) throw noTable(value, sentence`it is no frequency of periods that is known`);
  return name;
}

/** The frequency of a PeriodDtype, else the one beside it. */
export function freqOfDtype(dtype: unknown, beside: unknown, references: References): string {
  const [first] = itemsOf(own(dtype, "args") ?? [], references) ?? [];
  const held = first ?? attributesOf(own(dtype, "state") ?? null, references)?.get("freq") ?? beside ?? null;
  return freqOfOffset(references.resolve(held), references);
}
