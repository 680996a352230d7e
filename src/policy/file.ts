/**
 * Policy files: what a team lets through, in a file that it keeps beside its configuration. JSON, version 1, checked by
 * one schema that `cornichon schema policy` publishes. A policy is read only where it is named; the folder of an artifact
 * never has a say.
 */
import { z } from "zod";
import { CornichonError, sentence, showPath, showText } from "../errors.js";
import { exceptionOf, exceptionSchema } from "./exception-schema.js";
import type { PolicyException } from "./exceptions.js";
import { FAIL_ON, type FailOn } from "./fail-on.js";
import { LIMIT_NAMES, LIMITS, parseLimit } from "./limits.js";

/** A size, a number of seconds or a count: `268435456`, `"256MiB"`, `"30s"`. */
const limit = z.union([
  z.int().min(0),
  z.string().refine((text) => parseLimit(text) !== null, "is no size or number, such as 256MiB or 120"),
]);

const limits = z.strictObject(Object.fromEntries(LIMIT_NAMES.map((name) => [name, limit.optional().describe(LIMITS[name].doc)])));

/** A policy file. Everything but `version` may be left out. */
export const policySchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).describe("version of this format"),
  allow: z.array(z.string().max(512)).default([]).describe("classes taken as inert data, module.Class"),
  families: z.array(z.string()).default([]).describe("families of classes switched on, such as xgboost"),
  noFamilies: z.array(z.string()).default([]).describe("families switched off"),
  limits: limits.default({}).describe("limits instead of the defaults"),
  failOn: z.enum(FAIL_ON).default("unlisted").describe("the verdict or severity from which on scan exits with 1; never"),
  exceptions: z.array(exceptionSchema).max(10_000).default([]).describe("findings that are let pass, each with its reason"),
});

/**
 * A policy file's content, limits as numbers.
 * @see policyOf
 */
export interface PolicyFile {
  /** Classes taken as inert data, `module.qualname`. */
  readonly allow: readonly string[];
  /** Families switched on (`xgboost`). */
  readonly families: readonly string[];
  /** Families switched off. */
  readonly noFamilies: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  /** From which verdict or severity on `cornichon scan` ends with 1. */
  readonly failOn: FailOn;
  /** Findings that `cornichon scan` lets pass. */
  readonly exceptions: readonly PolicyException[];
}

/** Where in the file, as a person writes it: `limits.maxBytes`, `allow[2]`. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === "number" ? `[${part}]` : `${i === 0 ? "" : "."}${String(part)}`)).join("");

/** Checks a parsed policy file. `name` names it in messages. @throws CornichonError `policy.malformed` */
export function readPolicyFile(parsed: unknown, name: string): PolicyFile {
  const checked = policySchema.safeParse(parsed);
  if (!checked.success) {
    const [first] = checked.error.issues;
    const place = placeOf(first?.path ?? []);
    throw new CornichonError(
      "policy.malformed",
      sentence`${showPath(name)}: ${showText(place === "" ? "" : `${JSON.stringify(place)}: `)}${showText(first?.message ?? "it does not fit the schema")}`,
    );
  }
  const { limits: given, exceptions, ...rest } = checked.data;
  const numbers = Object.entries(given).map(([key, value]) => [key, typeof value === "string" ? parseLimit(value) : value] as const);
  return {
    ...rest,
    exceptions: exceptions.flatMap(exceptionOf),
    limits: Object.fromEntries(numbers.flatMap(([key, value]) => (typeof value === "number" ? [[key, value]] : []))),
  };
}
