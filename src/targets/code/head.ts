/** What a code file says of itself at its top, line by line, in any language's comments. */
import { quoted } from "./literals.js";
import type { Program, Told } from "./program.js";

/** Names of columns that are written out. */
const MOST_NAMES = 200;

export function headLines({ width, single, names, routines, inputs }: Program, told: Told): string[] {
  const kind = inputs[0]?.type === "str" ? "a text" : "a label";
  const columns = single ? kind : `${width} ${width === 1 ? "column" : "columns"}`;
  return [
    `${plainly(told.modelType)}${told.sklearnVersion === null ? "" : ` of scikit-learn ${plainly(told.sklearnVersion)}`}, written by ${plainly(told.producer)}.`,
    ...(told.sha256 === null ? [] : [`Source (sha256): ${plainly(told.sha256)}`]),
    `A row of X: ${columns}${names === null ? "" : `, ${names.slice(0, MOST_NAMES).map(quoted).join(", ")}${names.length > MOST_NAMES ? " …" : ""}`}`,
    `Methods: ${routines.map(({ method }) => method).join(", ")}`,
  ];
}

/** A name of a class or a version as it is; anything else as a quoted text. */
const plainly = (text: string): string => (/^[\w.+ -]{1,200}$/.test(text) ? text : quoted(text));
