/**
 * Why an array or a dtype is not made, with the finding that follows: malformed where every loader fails, `unlisted`
 * where numpy would take it (a layout that lies, a second state), a limit where only its size is in the way.
 */
import type { FindingArgs } from "../finding/arguments.js";
import { type FindingCode, isFindingCode } from "../finding/codes.js";
import type { PlainReason } from "../finding/reasons.js";
import type { Limits } from "../wire/job.js";
import { MAX_EMPTY_ELEMENTS } from "./shape.js";

export interface Problem {
  readonly code: Extract<FindingCode, "array.malformed" | "build.state" | "build.target" | "limit.dimensions" | "limit.elements">;
  readonly args: FindingArgs;
}

export const malformed = (why: PlainReason): Problem => ({ code: "array.malformed", args: { why } });
export const refused = (why: PlainReason): Problem => ({ code: "build.state", args: { why } });
/** A second state, or one for what is in use already. */
export const taken = (): Problem => ({ code: "build.target", args: {} });
/** Of empty items there are a million at most: no option raises that. */
export const tooManyElements = ({ maxElements }: Limits, itemsize: number): Problem => ({
  code: "limit.elements",
  args:
    itemsize === 0 && maxElements >= MAX_EMPTY_ELEMENTS
      ? { limit: MAX_EMPTY_ELEMENTS, option: "" }
      : { limit: maxElements, option: "--max-elements" },
});
/** numpy itself has no more. */
export const tooManyDimensions = (limit: number): Problem => ({ code: "limit.dimensions", args: { limit, option: "" } });

/** True for a problem, not a handle or a dtype. */
export const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "code" in value && typeof value.code === "string" && isFindingCode(value.code);
