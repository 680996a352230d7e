/** Where the reference files lie for tests: beside the repository, or where CORNICHON_SHARED says. Absent in a plain clone. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = process.env["CORNICHON_SHARED"] ?? resolve(import.meta.dirname, "../../../shared");

/** True when the reference files are there. Says so once, loudly, when they are not. */
export const SHARED = existsSync(join(FOLDER, "fixtures/catalogue/union.json"));
if (!SHARED) process.stderr.write(`SKIPPED: tests of the policy against the catalogue: no reference files in ${FOLDER}\n`);

/** Text of a reference file. */
export function sharedText(path: string): string {
  return readFileSync(join(FOLDER, path), "utf8");
}
