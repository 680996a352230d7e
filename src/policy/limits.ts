/**
 * The limits with their defaults, from one table: options, `--help`, policy files and docs read it. Real models fit
 * (a forest of 2 GB), bombs do not.
 */
import type { Limits } from "../../sandbox/wire/job.js";

type Unit = "bytes" | "seconds" | "count";

interface LimitRow {
  readonly value: number;
  readonly unit: Unit;
  readonly doc: string;
}

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

const row = (value: number, unit: Unit, doc: string): LimitRow => ({ value, unit, doc });

/**
 * Every limit with its default, its unit and what it bounds.
 * @example
 * ```ts
 * import { LIMITS } from "cornichon";
 *
 * console.log(LIMITS.timeout.value, LIMITS.timeout.unit); //=> 120 seconds
 * ```
 */
export const LIMITS = {
  maxBytes: row(4 * GiB, "bytes", "length of an artifact"),
  maxDecoded: row(4 * GiB, "bytes", "decoded bytes of a compressed artifact"),
  maxRatio: row(1100, "count", "decoded bytes per compressed byte, beyond 256 MiB decoded"),
  maxMemory: row(1 * GiB, "bytes", "memory of the child process"),
  timeout: row(120, "seconds", "time for an artifact"),
  maxOpcodes: row(2_000_000_000, "count", "instructions of a file's or member's pickles"),
  maxNodes: row(500_000_000, "count", "values that they make (but for small integers, None, True, False)"),
  maxMemo: row(250_000_000, "count", "memo entries that they make"),
  maxDepth: row(1000, "count", "nesting of the output"),
  maxDigits: row(4300, "count", "decimal digits of an integer (2,048 bytes in binary)"),
  maxElements: row(2 ** 40, "count", "elements of an array"),
  maxMembers: row(10_000, "count", "members of an archive"),
  maxStreams: row(100_000, "count", "nested pickle streams"),
  maxContainers: row(3, "count", "containers inside one another"),
  maxFindings: row(1000, "count", "findings kept in a report, the worst"),
  maxGlobals: row(10_000, "count", "names kept in a report"),
  maxOutput: row(8 * GiB, "bytes", "neutral JSON of an artifact"),
  maxOutputRatio: row(100, "count", "bytes of output per byte of the artifact (per 10 of what it decodes to, if more), beyond 64 MiB"),
} as const satisfies Readonly<Record<keyof Limits, LimitRow>>;

/**
 * A limit, as `limits` of the options names it.
 * @see LIMITS
 */
export type LimitName = keyof typeof LIMITS;

/**
 * Names of all limits, in the table's order.
 * @example
 * ```ts
 * import { LIMIT_NAMES, scan } from "cornichon";
 *
 * const { findings } = await scan("model.joblib", { limits: { maxBytes: 100 } });
 * console.log(LIMIT_NAMES.includes("maxBytes"), findings[0]?.code); //=> true limit.bytes
 * ```
 */
export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[]; // the keys of a literal

/**
 * `max-bytes` for `maxBytes`.
 * @example
 * ```ts
 * import { limitOption } from "cornichon";
 *
 * console.log(`--${limitOption("maxDecoded")}`); //=> --max-decoded
 * ```
 */
export const limitOption = (name: LimitName): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kib: KiB,
  kb: 1000,
  k: KiB,
  mib: MiB,
  mb: 1e6,
  m: MiB,
  gib: GiB,
  gb: 1e9,
  g: GiB,
  tib: 1024 * GiB,
  s: 1,
  min: 60,
};

/**
 * A limit's value from text: `256MiB`, `4GiB`, `120`, `30s`. Null when it is none.
 * @example
 * ```ts
 * import { parseLimit } from "cornichon";
 *
 * console.log(parseLimit("256MiB"), parseLimit("30s"), parseLimit("much")); //=> 268435456 30 null
 * ```
 */
export function parseLimit(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)\s*([a-zA-Z]{0,3})$/.exec(text.trim());
  const factor = UNITS[(match?.[2] ?? "?").toLowerCase()];
  const value = match === null || factor === undefined ? Number.NaN : Number(match[1]) * factor;
  return Number.isFinite(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** Thousands by commas. (`toLocaleString` costs a command 25 ms: the first one loads all of ICU.) */
export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");

/**
 * A limit for people: `4 GiB`, `120 s`, `1,000`.
 * @example
 * ```ts
 * import { LIMITS, limitText } from "cornichon";
 *
 * console.log(limitText(LIMITS.maxBytes.value, LIMITS.maxBytes.unit)); //=> 4 GiB
 * ```
 */
export function limitText(value: number, unit: Unit): string {
  if (unit === "seconds") return `${value} s`;
  if (unit === "count" || value < KiB) return grouped(value);
  const [size, name] = value >= GiB ? [GiB, "GiB"] : value >= MiB ? [MiB, "MiB"] : [KiB, "KiB"];
  return `${Number((value / size).toFixed(2))} ${name}`;
}
