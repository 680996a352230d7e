/**
 * Proves that what the reader of native states calls sound crashes no library: real states are changed on purpose, those that
 * it accepts are loaded for real in a child Python, which is asked for rows. A child that dies of a signal is a crash.
 *
 *     npx tsx scripts/native/prove.ts LIBRARY PYTHON FOLDER COUNT [SEED]
 *
 * FOLDER holds pickles of boosters of that library's version, which its own Python made. It ends with 1 after a crash, and leaves the
 * states that crashed in the temporary folder.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Library, nativeProblem } from "../../sandbox/native/index.js";
import { rawState } from "../../test/native/models.js";
import { mutated, randomFrom } from "./mutations.js";

const [library, python = "", folder = "", count = "0", seed = "1"] = process.argv.slice(2);
const LOADER = join(fileURLToPath(import.meta.url), "..", "load.py");
const VALUES = 8_000_000;

const isLibrary = (text: string | undefined): text is Library => text === "xgboost" || text === "lightgbm" || text === "catboost";

function statesIn(path: string): Buffer[] {
  const states: Buffer[] = [];
  for (const name of readdirSync(path)) {
    const raw = rawState(readFileSync(join(path, name)));
    if (raw.length > 0) states.push(raw);
  }
  return states;
}

/** Loads states one after the other; the answers so far, and how the child ended. */
function load(states: readonly Buffer[]): Promise<{ answers: string; end: string }> {
  return new Promise((resolve) => {
    const child = spawn(python, [LOADER, String(library)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, OMP_NUM_THREADS: "1" },
    });
    let answers = "";
    child.stdout.on("data", (piece: Buffer) => {
      answers += piece.toString("latin1");
    });
    let told = "";
    child.stderr.on("data", (piece: Buffer) => {
      told = (told + piece.toString("latin1")).slice(-400);
    });
    child.stdin.on("error", () => undefined);
    child.on("close", (code, signal) => resolve({ answers: answers, end: `${signal ?? `exit ${code}`}: ${told}` }));
    for (const state of states) {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(state.length);
      child.stdin.write(Buffer.concat([head, state]));
    }
    child.stdin.end();
  });
}

function sound(originals: readonly Buffer[], most: number, kind: Library): { states: Buffer[]; tried: number } {
  const random = randomFrom(Number(seed));
  const states: Buffer[] = [];
  let tried = 0;
  for (; states.length < most; tried++) {
    const original = originals[Math.floor(random() * originals.length)] ?? Buffer.alloc(0);
    const state = mutated(original, random);
    if (state.equals(original) || nativeProblem(state, kind, { left: VALUES, most: VALUES }) !== null) continue;
    states.push(state);
  }
  return { states, tried };
}

async function prove(kind: Library): Promise<number> {
  const originals = statesIn(folder);
  const { states, tried } = sound(originals, Number(count), kind);
  const told = { crashes: 0, loaded: 0, raised: 0 };
  for (let at = 0; at < states.length; ) {
    const { answers, end } = await load(states.slice(at));
    for (const answer of answers) told[answer === "k" ? "loaded" : "raised"]++;
    at += answers.length;
    if (at >= states.length) break;
    told.crashes++;
    const path = join(tmpdir(), `crash-${kind}-${process.pid}-${told.crashes}.bin`);
    writeFileSync(path, states[at] ?? "");
    process.stderr.write(`crash: ${path}: ${end}\n`);
    at++;
  }
  process.stdout.write(`${JSON.stringify({ library: kind, originals: originals.length, tried, sound: states.length, ...told })}\n`);
  return told.crashes === 0 ? 0 : 1;
}

if (!isLibrary(library)) throw new Error("LIBRARY is xgboost, lightgbm or catboost");
process.exitCode = await prove(library);
