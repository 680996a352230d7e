/** Arrays that are made of others: intervals of their ends, sparse arrays of what is not the fill value. */
import { sentence } from "../../errors.js";
import { attributesOf } from "../../neutral/attributes.js";
import { malformed, own, type References } from "../../neutral/document.js";
import { noTable } from "./refusal.js";
import type { Vector } from "./types.js";
import { vectorOf } from "./values.js";

/** `IntervalArray`: ends, and which of them belong to it. */
export function intervalsOf(value: unknown, references: References): Vector {
  const fields = attributesOf(own(value, "state") ?? null, references);
  const [left, right] = ["_left", "_right"].map((key) => vectorOf(fields?.get(key) ?? null, references));
  if (left === undefined || right === undefined || left.length !== right.length) throw malformed("intervals without their ends");
  const dtype = references.resolve(fields?.get("_dtype") ?? null);
  const closed = fields?.get("_closed") ?? attributesOf(own(dtype, "state") ?? null, references)?.get("closed");
  return { length: left.length, mask: null, values: { is: "interval", closed: String(closed), left, right } };
}

/** Written out in a later version. */
export function sparseOf(value: unknown, _references: References): Vector {
  throw noTable(value, sentence`its values have no form in a table`);
}
