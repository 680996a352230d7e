/** `cornichon explain` and `scan --explain`: what a code means, why it matters, what to do; without a code, all of them. */
import type { Command } from "commander";
import { CornichonError, sentence, showList, showText } from "../errors.js";
import { explainList, explainText, FINDING_CODES, nearCodes } from "../report/explain.js";
import { EXIT } from "./exit.js";
import { openReport } from "./output.js";
import { type Flags, type Start, textFlag } from "./shared.js";

/** Writes what is published of a code. @throws CornichonError `usage` for one that there is not */
export async function explainRun(code: string | null, output: string | undefined): Promise<number> {
  const known = FINDING_CODES.find((one) => one === code?.trim().toLowerCase());
  if (code !== null && known === undefined) throw unknownCode(code);
  const target = openReport(output);
  try {
    target.write(known === undefined ? explainList() : explainText(known));
    await target.end();
  } finally {
    target.discard();
  }
  return EXIT.ok;
}

function unknownCode(code: string): CornichonError {
  const near = nearCodes(code);
  const meant = near.length === 0 ? sentence`cornichon explain lists them all` : sentence`did you mean ${showList(near)}?`;
  return new CornichonError("usage", sentence`${showText(code)} is no code of a finding; ${meant}`);
}

export function explainCommand(program: Command, start: Start): void {
  program
    .command("explain")
    .description("tell what a finding's code means, why it matters and what to do")
    .argument("[code]", "such as global.dangerous; without one, all codes are listed")
    .option("--output <file>", "write it to a file")
    .option("--debug", "stack traces of our own failures")
    .addHelpText("after", "\nExample:\n  cornichon explain global.unlisted")
    .action((code: string | undefined, flags: Flags) => start(() => explainRun(code ?? null, textFlag(flags, "output")), flags));
}
