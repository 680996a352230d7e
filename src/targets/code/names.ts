/** What functions are called where nobody said it. */

const LONGEST = 60;

/** A model's class in snake_case: `LinearSVC` is `linear_svc`. Always an identifier, and none that a language keeps to itself. */
export function defaultName(className: string): string {
  const words = className
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^[_0-9]+/, "")
    .slice(0, LONGEST);
  return words === "" ? "model" : words;
}
