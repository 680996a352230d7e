/**
 * Options of a program held against what a verb takes. A key that nobody knows is a mistake, and a dangerous one where
 * it was to set a limit (`maxbytes` for `maxBytes`), so it is never passed over.
 */
import type { JobOptions } from "../../sandbox/wire/job.js";
import { CornichonError, sentence, showList, showText } from "../errors.js";
import { LIMIT_NAMES } from "../policy/limits.js";

/** A kind of value with the words for it. */
export interface Kind {
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

type Kinds = ReadonlyMap<string, Kind>;

/** What a verb takes beside policy, limits and signal. */
export interface Takes {
  /** Keys of its own, with what they take. */
  readonly own?: Readonly<Record<string, Kind>>;
  /** Keys of a job. */
  readonly job: readonly (keyof JobOptions)[];
}

export const oneOf = (...values: readonly string[]): Kind => ({
  words: `one of ${values.join(", ")}`,
  fits: (value) => values.some((one) => one === value),
});
const isText = (value: unknown): boolean => typeof value === "string";
export const FLAG: Kind = { words: "true or false", fits: (value) => typeof value === "boolean" };
export const COUNT: Kind = { words: "a whole number from 0", fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0 };
export const MEASURE: Kind = { words: "a number from 0", fits: (value) => typeof value === "number" && value >= 0 };
export const CALLED: Kind = { words: "a function", fits: (value) => typeof value === "function" };
export const ANY: Kind = { words: "any value", fits: () => true };
export const TEXT: Kind = { words: "a text", fits: isText };
export const TEXTS: Kind = { words: "a list of texts", fits: (value) => Array.isArray(value) && value.every(isText) };
export const OBJECT: Kind = { words: "an object", fits: (value) => typeof value === "object" && value !== null && !Array.isArray(value) };
const SIGNAL: Kind = { words: "an AbortSignal", fits: (value) => value instanceof AbortSignal };

const KINDS: Readonly<Record<keyof JobOptions, Kind>> = {
  arrays: oneOf("auto", "inline", "base64", "sidecar"),
  index: COUNT,
  all: FLAG,
  member: { words: "a member's name or null", fits: (value) => value === null || isText(value) },
  deep: FLAG,
  allowTrailing: FLAG,
  placeholders: FLAG,
  repairCrlf: FLAG,
  py2Strings: oneOf("latin1", "utf8", "bytes"),
  view: oneOf("stored", "upgrade"),
  way: oneOf("given", "met", "met-named"),
  sidecar: TEXT,
};

const POLICY: Kinds = new Map(["allow", "families", "noFamilies"].map((key) => [key, TEXTS]));
const LIMITS: Kinds = new Map(LIMIT_NAMES.map((key) => [key, MEASURE]));
const COMMON: Kinds = new Map([
  ["policy", OBJECT],
  ["limits", OBJECT],
  ["signal", SIGNAL],
]);

const usage = (key: string, what: ReturnType<typeof sentence>): CornichonError =>
  new CornichonError("usage", what, { args: { option: key } });

/** Keys whose value is `undefined` count as not given. */
function check(given: object, kinds: Kinds, what: string): void {
  for (const [key, value] of Object.entries(given)) {
    const kind = kinds.get(key);
    const name = showText(what + key);
    if (kind === undefined) throw usage(key, sentence`there is no option ${name}; there are: ${showList([...kinds.keys()])}`);
    if (value !== undefined && !kind.fits(value)) throw usage(key, sentence`${name} is ${showText(kind.words)}`);
  }
}

/** @throws CornichonError `usage`, with the key as `args.option` */
export function checkOptions(
  options: { readonly policy?: object | undefined; readonly limits?: object | undefined },
  { own = {}, job }: Takes,
): void {
  if (!OBJECT.fits(options)) throw new CornichonError("usage", sentence`options are an object`);
  check(options, new Map([...Object.entries(own), ...job.map((key) => [key, KINDS[key]] as const), ...COMMON]), "");
  check(options.policy ?? {}, POLICY, "policy.");
  check(options.limits ?? {}, LIMITS, "limits.");
}
