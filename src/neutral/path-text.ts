/** How paths into a document are written, in refusals, reports and lists of choices: as `--select` takes them. */

/** A part of what stands at a path: a name behind a dot, a place in a list in brackets (`estimators_[0].calibrators[1]`). */
export function below(at: string, part: string | number): string {
  if (typeof part === "number") return `${at}[${part}]`;
  return at === "" ? part : `${at}.${part}`;
}
