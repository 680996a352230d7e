/**
 * Which delimiter a CSV has, and whether its first line names the columns. Names may be numbers (years, `0,1,2` as pandas
 * writes an array), so the model's own names and number of features count before what the line looks like.
 */

import { isMissing, numberIn } from "./csv-columns.js";
import { splitCsv } from "./csv-records.js";
import type { Wanted } from "./wanted.js";

const DELIMITERS = [",", ";", "\t"] as const;

/** Names as pandas has them: an empty one is `Unnamed: j`. Blanks around a name count where the model has them too. */
export function namesOf(fields: readonly string[], { featureNames }: Wanted): string[] {
  const known = new Set(featureNames);
  return fields.map((field, j) => {
    const name = field === "" ? `Unnamed: ${j}` : field;
    return known.has(name) ? name : name.trim();
  });
}

/** Fields of the first record. */
function firstFields(text: string, delimiter: string): readonly string[] {
  for (const { fields } of splitCsv([text], delimiter).records) return fields;
  return [];
}

/** The delimiter that finds most of the model's names in the first line, or else most fields. */
export function sniffDelimiter(text: string, wanted: Wanted): string {
  if (wanted.takesTexts) return ",";
  const known = new Set(wanted.featureNames);
  const scored = DELIMITERS.map((delimiter) => {
    const fields = firstFields(text, delimiter);
    return { delimiter, found: namesOf(fields, wanted).filter((name) => known.has(name)).length, count: fields.length };
  });
  return scored.reduce((best, one) => (one.found > best.found || (one.found === best.found && one.count > best.count) ? one : best))
    .delimiter;
}

const isCounted = (fields: readonly string[]): boolean => fields.every((field, j) => field.trim() === String(j));

/** True where one of the two lists of different names holds all of the other. */
function agree(fields: readonly string[], names: readonly string[]): boolean {
  const [given, known] = [new Set(fields), new Set(names)];
  return given.size === fields.length && (fields.every((one) => known.has(one)) || names.every((one) => given.has(one)));
}

/** What the first line is: `perhaps` is a row that could have been names. */
export type FirstLine = "names" | "row" | "perhaps";

const isName = (field: string): boolean => numberIn(field) === undefined && !isMissing(field);

export function firstLine(fields: readonly string[], wanted: Wanted): FirstLine {
  const names = namesOf(fields, wanted);
  const [first = "", ...others] = names;
  const inner = fields[0] === "" ? others : names;
  if (wanted.featureNames !== null && agree(inner, wanted.featureNames)) return "names";
  if (fields.some(isName) || (inner.length > 0 && isCounted(inner))) return "names";
  // An index without a name, before names that are numbers.
  if (fields[0] === "" && others.length > 0 && others.length === wanted.nFeatures) return "names";
  if (fields.every(isMissing)) return "names";
  const isDistinct = new Set(names).size === names.length;
  const known = new Set(wanted.featureNames);
  if (first !== "" && names.every((name) => known.has(name))) return "perhaps";
  return isDistinct && first !== "" && fields.length > 1 && fields.every((field) => /^\d+$/.test(field)) ? "perhaps" : "row";
}

/** True for the index that pandas writes first and gives no name, where the model has no such column. */
export function hasIndex(fields: readonly string[], { featureNames, nFeatures, takesTexts }: Wanted): boolean {
  if (fields[0] !== "" || fields.length < 2) return false;
  if (takesTexts) return fields.length === 2;
  if (featureNames !== null) return !featureNames.includes("Unnamed: 0");
  return nFeatures !== null && fields.length - 1 === nFeatures;
}
