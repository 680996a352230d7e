/** What differs from Python in the labels of one version: how they are read, and what their models answer. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODEL_CLASSES } from "../../src/model/all.js";
import { differenceFrom } from "./expected.js";
import { type GuestRun, runGuest } from "./guest.js";
import { outputDifference } from "./outputs.js";
import { type ExpectedLabel, FIXTURES, type SharedVersion } from "./shared.js";

/** Outputs that differ for a reason that was measured: `version label` → reason. Asserted to differ still. */
export const KNOWN_FAILURES: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(FIXTURES, "known-failures.json"), "utf8"));

const USERS_CODE = /^(?:recipes|__main__)\./;

const refusal = (run: GuestRun): string => run.report.artifacts[0]?.findings.find((f) => !f.code.startsWith("note."))?.global ?? "refused";

export interface Walked {
  /** Labels that were not read to what Python says, with the difference. */
  readonly misread: string[];
  /** Labels whose model did not answer as Python did. */
  readonly misanswered: string[];
  /** Known failures that hold no more. */
  readonly mended: string[];
  /** Labels that were refused for a user's own code. */
  readonly refused: string[];
}

function classOf(root: unknown): string {
  return typeof root === "object" && root !== null && "class" in root ? String(root.class) : "";
}

function answerDifference(root: unknown, label: ExpectedLabel): string | null {
  try {
    return outputDifference(root, label);
  } catch (error) {
    // A function that is the user's own, or no longer there, cannot be asked.
    if (error instanceof Error && "code" in error && error.code === "model.needs-code") return null;
    return String(error);
  }
}

/** Walks all labels of one version. */
export function walkLabels({ version, folder, expected }: SharedVersion): Walked {
  const walked: Walked = { misread: [], misanswered: [], mended: [], refused: [] };
  const predicts = new Set(MODEL_CLASSES);
  for (const [name, label] of Object.entries(expected)) {
    const file = join(folder, label.pickle?.file ?? `${name}.pkl`);
    if (!existsSync(file)) walked.misread.push(`${name}: its file is missing`);
    const run = runGuest(readFileSync(file));
    if (run.root === undefined) {
      const why = refusal(run);
      if (USERS_CODE.test(why)) walked.refused.push(name);
      else walked.misread.push(`${name}: ${why}`);
      continue;
    }
    const misread = differenceFrom(run.root, label.state);
    if (misread !== null) walked.misread.push(`${name}: ${misread}`);
    if (!predicts.has(classOf(run.root)) || Object.keys(label.outputs ?? {}).length === 0) continue;
    const wrong = answerDifference(run.root, label);
    const known = Object.hasOwn(KNOWN_FAILURES, `${version} ${name}`);
    if (wrong === null && known) walked.mended.push(name);
    if (wrong !== null && !known) walked.misanswered.push(`${name}: ${wrong}`);
  }
  return walked;
}
