/** A linear model's coefficients, and a forest's importances. What has neither says so by having no part of the page. */
import type { Coefficients } from "../../model/coefficients.js";
import { numberOf } from "../../neutral/document.js";
import { type Asker, Refused } from "../read/asker.js";
import { bars, type Named } from "./bars.js";
import { card, el, told } from "./dom.js";

const MOST_ROWS = 50;

/** What JSON has no word for stands there as in the neutral format. */
const plain = (value: unknown): unknown => (typeof value === "object" && value !== null && "value" in value ? value.value : value);

const isRow = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const nameAt = (names: readonly string[] | null, i: number): string => names?.[i] ?? `x${i}`;

/** The rows of coefficients: one, or one an output or class. */
function rowsOf({ coefficients }: Coefficients): readonly (readonly unknown[])[] {
  const rows = coefficients.filter(isRow);
  return rows.length === coefficients.length && rows.length > 0 ? rows : [coefficients];
}

/** What a row of coefficients is about. */
function rowTitle({ classes }: Coefficients, rows: number, i: number): string {
  if (classes === undefined) return `Output ${i + 1}`;
  return rows === 1 ? `Positive: ${String(plain(classes[1]))}` : String(plain(classes[i]) ?? i);
}

function table(made: Coefficients): HTMLElement {
  const rows = rowsOf(made);
  const intercepts = Array.isArray(made.intercept) ? made.intercept : [made.intercept];
  const parts = rows.slice(0, MOST_ROWS).flatMap((row, i) => {
    const named: Named[] = row.map((value, j) => ({ name: nameAt(made.features, j), value: numberOf(value) ?? Number.NaN }));
    const heading =
      rows.length === 1 && made.classes === undefined ? [] : [el("p", {}, el("strong", {}, told(rowTitle(made, rows.length, i))))];
    const intercept = el(
      "p",
      { class: "soft" },
      "Intercept ",
      el("span", { class: "mono" }, String(plain(intercepts[i] ?? intercepts[0]) ?? "")),
    );
    return [...heading, bars("Coefficients", named, ["feature", "coefficient"]), intercept];
  });
  return card(
    "Coefficients",
    ...parts,
    ...(rows.length > MOST_ROWS ? [el("p", { class: "soft" }, `… and ${rows.length - MOST_ROWS} more rows.`)] : []),
  );
}

/** The coefficients' part; null where the model has none. */
export async function coefficientsPart(asker: Asker): Promise<HTMLElement | null> {
  try {
    return table(await asker.ask("coefficients", null));
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** The importances' part; null where the model has none. */
export async function importancesPart(asker: Asker, features: readonly string[] | null): Promise<HTMLElement | null> {
  try {
    const values = await asker.ask("importances", null);
    if (values === null || values.length === 0) return null;
    const named = values.map((value, j) => ({ name: nameAt(values.length === features?.length ? features : null, j), value }));
    named.sort((a, b) => b.value - a.value);
    return card(
      "Importances",
      el("p", { class: "soft small" }, "By how much splits on a feature reduce impurity (sklearn's feature_importances_)."),
      bars("Importances", named, ["feature", "importance"]),
    );
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
