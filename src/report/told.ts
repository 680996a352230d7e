/**
 * Lines of a report that another process judged and wrote down where others may write as well. They are not believed: what
 * does not fit the schema to the last key is no line, texts are made harmless once more, and a verdict that is better than
 * its own findings is the worse one. Nothing that another process says can accept a finding.
 */
import * as z from "zod";
import { CODES, isFindingCode } from "../../sandbox/finding/codes.js";
import { type Shown, showLines } from "../errors.js";
import { type ArtifactReport, type Finding, worstOf } from "./scan-report.js";
import { artifactSchema, findingSchema, globalSchema } from "./schema.js";

const FINDING = z.strictObject(findingSchema.omit({ accepted: true }).shape);
const LINE = z.strictObject({
  ...artifactSchema.omit({ remaining: true }).shape,
  globals: z.array(z.strictObject(globalSchema.shape)),
  findings: z.array(FINDING),
});

const isLine = (value: unknown): value is ArtifactReport => LINE.safeParse(value).success;

const harmless = (text: string | undefined): Shown | undefined => (text === undefined ? undefined : showLines(text));

/** A finding with the severity of its code; keys stay where they were. */
function findingOf(told: Finding): Finding {
  const [message, call, advice] = [showLines(told.message), harmless(told.call), harmless(told.advice)];
  return {
    ...told,
    severity: CODES[told.code].severity,
    message,
    ...(call === undefined ? {} : { call }),
    ...(advice === undefined ? {} : { advice }),
  };
}

/** A line as it was told; null for what is none. */
export function toldLine(value: unknown): ArtifactReport | null {
  if (!isLine(value) || !value.findings.every(({ code }) => isFindingCode(code))) return null;
  const demanded = value.findings.map(({ code }) => CODES[code].verdict);
  const inside = value.inside === undefined ? [] : [value.inside];
  return { ...value, verdict: worstOf([value.verdict, ...inside, ...demanded]), findings: value.findings.map(findingOf) };
}
