/**
 * Writes `fixtures/oracle/recorded.json.gz`: programs of one seed with the answers of the `python3` that is here, so that
 * the comparison also runs where there is no Python. Run with `npx tsx test/oracle/record.ts`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { FIXTURES } from "../support/shared.js";
import { choices, spell } from "./grammar.js";
import { askPython, pythons } from "./python.js";

const SEED = 20_261_127;
const PROGRAMS = 500;

const programs = fc.sample(choices(), { numRuns: PROGRAMS, seed: SEED }).map(spell);
const answers = askPython(pythons(false)[0] ?? "python3", programs);
const rows = programs.map((program, i) => ({ program: Buffer.from(program).toString("base64"), answer: answers[i] }));
writeFileSync(join(FIXTURES, "oracle", "recorded.json.gz"), gzipSync(JSON.stringify(rows), { level: 9 }));
