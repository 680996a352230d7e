/**
 * Real bytes for the oracle: our fixtures, the shared ones, the reference files and the open corpus, where they are. Of a
 * compressed file the innermost bytes are taken, decoded by our own containers; what is no pickle is left out. Files that
 * we did not write are never loaded: the unpicklers run with an inert `find_class`, so nothing is imported or called.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { RawSource } from "../../sandbox/container/hook-source.js";
import { Findings } from "../../sandbox/finding/findings.js";
import { unwrap } from "../../sandbox/judge/layers.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { nodeHooks } from "../support/node-hooks.js";
import { FIXTURES, SHARED } from "../support/shared.js";

export interface RealProgram {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Longer ones would take the interpreters minutes. */
const MAX_BYTES = 4 * 1024 * 1024;

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && !/\.(?:py|tsv|md|json|json\.gz|tar\.gz)$/.test(entry.name) && statSync(path).size <= MAX_BYTES) yield path;
  }
}

/** The pickle inside all compressions, null when it is something else. */
function pickleOf(bytes: Uint8Array): Uint8Array | null {
  const limits = limitsWith({ maxDecoded: MAX_BYTES });
  const hooks = nodeHooks(bytes);
  const { source, content } = unwrap(hooks, new RawSource(hooks, 0, bytes.length), limits, 0, new Findings(10));
  if (source === null || content !== "pickle") return null;
  const whole = new Uint8Array(MAX_BYTES);
  let length = 0;
  for (let got = 1; got > 0 && length < MAX_BYTES; length += got)
    got = source.read(length, Math.min(65536, MAX_BYTES - length), whole, length);
  return whole.subarray(0, length);
}

function* plain(folder: string): Generator<RealProgram> {
  for (const path of filesBelow(folder)) {
    // What never ends in Python is no question for it.
    if (path.includes("--endless-")) continue;
    const bytes = pickleOf(readFileSync(path));
    if (bytes !== null && bytes.length > 0) yield { name: path.slice(folder.length + 1), bytes };
  }
}

/** The pickles that `values/*.json.gz` carry as base64. */
function* values(folder: string): Generator<RealProgram> {
  for (const file of ["python", "numpy"].flatMap((room) => readdirSync(join(folder, room)).map((name) => join(room, name)))) {
    const { cases }: { cases: Record<string, { pickles?: Record<string, string> }> } = JSON.parse(
      gunzipSync(readFileSync(join(folder, file))).toString("utf8"),
    );
    for (const [name, { pickles = {} }] of Object.entries(cases))
      for (const [protocol, text] of Object.entries(pickles))
        yield { name: `${file} ${name} ${protocol}`, bytes: Buffer.from(text, "base64") };
  }
}

/** Our own fixtures. */
export const ownPrograms = (): RealProgram[] => [...plain(FIXTURES)];

/** What lies in `../shared`, nothing where it is not. */
export function* sharedPrograms(): Generator<RealProgram> {
  if (SHARED === null) return;
  for (const folder of ["fixtures/sklearn", "adversarial/reference", "corpus/open"]) yield* plain(join(SHARED, folder));
  yield* values(join(SHARED, "fixtures", "values"));
}
