/** Flags about X and tolerances, which several commands take. */
import { statSync } from "node:fs";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { type Flags, textFlag } from "./shared.js";

/** Longest X of a pipe: it is kept in memory. */
export const MAX_X = 2 ** 31;

/** What comes through a pipe can only be read once; all else is read as a file, in blocks, or refused as none. */
export function isStream(path: string): boolean {
  if (isStandardInput(path)) return true;
  const facts = statSync(systemPath(path), { throwIfNoEntry: false });
  return facts !== undefined && !facts.isFile() && !facts.isDirectory();
}

/** A delimiter as it is typed. */
const delimiterOf = (text: string): string => (text === "\\t" || text === "tab" ? "\t" : text);

/** How X is read. */
export function inputOptions(flags: Flags) {
  const delimiter = textFlag(flags, "delimiter");
  return {
    ...(typeof flags["header"] === "boolean" ? { header: flags["header"] } : {}),
    ...(delimiter === undefined ? {} : { delimiter: delimiterOf(delimiter) }),
    keepText: flags["keepText"] === true,
  };
}

/** `--rtol`, `--atol`. @throws CornichonError `usage` */
export function toleranceFlag(flags: Flags, name: string): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && Number.isFinite(value))) throw new CornichonError("usage", sentence`--${showText(name)} is a number from 0`);
  return value;
}
