/**
 * Estimators that a rule puts in an old one's place, as today's sklearn stores them: where the class is the same and its
 * rule is not, another of today's estimators may answer as the old one did.
 */
import { sentence } from "../errors.js";
import type { JsonObject } from "../neutral/document.js";
import { knownClass } from "./catalogue.js";
import { type Migrating, objectValue } from "./define.js";
import { TARGET_VERSION } from "./target.js";

/** An estimator of today: its parameters' defaults, what is given, and the version. What it holds is still migrated. */
export function estimatorValue(stored: Migrating, className: string, attributes: Readonly<Record<string, unknown>>): JsonObject {
  const known = knownClass(className);
  if (known === null) throw stored.refusal(sentence`today's sklearn has no such class.`);
  const version = known.versioned ? { _sklearn_version: TARGET_VERSION } : {};
  return stored.made(objectValue(className, known.origin, { ...Object.fromEntries(known.parameters), ...attributes, ...version }));
}

/** One step after the other. */
export const pipelineValue = (stored: Migrating, steps: readonly (readonly [name: string, step: unknown])[]): JsonObject =>
  estimatorValue(stored, "sklearn.pipeline.Pipeline", { steps: steps.map((items) => ({ $type: "tuple", items: [...items] })) });
