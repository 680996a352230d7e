/**
 * `npm run oracle`: the long run. All Pythons that pyenv has from 3.8 on (else `python3`), all real files, and
 * `--programs N` generated ones (default 20,000 a seed) from `--seed S` (default: the day, so that every day sees others).
 * Prints each difference once, the generated ones made small, and ends with 1 when there was one.
 */
import fc from "fast-check";
import { numberOption, say } from "../support/options.js";
import { compare, type Difference } from "./compare.js";
import { ownPrograms, type RealProgram, sharedPrograms } from "./files.js";
import { choices, spell } from "./grammar.js";
import { askPython, pythons } from "./python.js";
import { shrink } from "./shrink.js";

const BATCH = 2000;
const shown = (program: Uint8Array): string =>
  JSON.stringify(Buffer.from(program.subarray(0, 400)).toString("latin1")).replace(
    /[\x7f-\xff]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16)}`,
  );

const asked = pythons(true);
if (asked.length === 0) {
  say("*** no python3 here: the oracle has nobody to ask ***");
  process.exit(2);
}
let failures = 0;
const answersOf = (programs: readonly Uint8Array[]) => {
  const all = asked.map((python) => askPython(python, programs));
  return programs.map((_, i) => all.map((answers) => answers[i] ?? null));
};

function tell(name: string, program: Uint8Array, differences: readonly Difference[]): void {
  failures++;
  say(`${name}: ${shown(program)}`);
  for (const d of new Set(differences.map((one) => `${one.kind} ${one.text.slice(0, 500)}`))) say(`    ${d}`);
}

function realFiles(files: Iterable<RealProgram>): number {
  let count = 0;
  let batch: RealProgram[] = [];
  let size = 0;
  const flush = (): void => {
    const answers = answersOf(batch.map(({ bytes }) => bytes));
    batch.forEach(({ name, bytes }, i) => {
      const differences = compare(bytes, answers[i] ?? []);
      if (differences.length > 0) tell(name, bytes, differences);
    });
    batch = [];
    size = 0;
  };
  for (const file of files) {
    batch.push(file);
    count++;
    size += file.bytes.length;
    if (size > 8 * 1024 * 1024 || batch.length >= 500) flush();
  }
  flush();
  return count;
}

function generated(count: number, seed: number): void {
  for (let from = 0; from < count; from += BATCH) {
    const arrays = fc.sample(choices(), { numRuns: Math.min(BATCH, count - from), seed: seed + from });
    const answers = answersOf(arrays.map(spell));
    arrays.forEach((array, i) => {
      const [first] = compare(spell(array), answers[i] ?? []);
      if (first === undefined) return;
      const small = spell(shrink(array, first.kind, asked[0] ?? "python3"));
      tell(`program of seed ${seed + from}`, small, compare(small, answersOf([small])[0] ?? []));
    });
  }
}

say(`asking ${asked.join(", ")}`);
say(`${realFiles(ownPrograms())} of our own files`);
say(`${realFiles(sharedPrograms())} files of ../shared`);
const seed = numberOption("seed", Math.floor(Date.now() / 86_400_000));
const count = numberOption("programs", 20_000);
generated(count, seed);
say(`${count} programs of seed ${seed}; ${failures} differences`);
process.exit(failures === 0 ? 0 : 1);
