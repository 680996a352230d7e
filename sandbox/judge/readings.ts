/**
 * Side readings: the same bytes as other loaders would read them. joblib skips an array's bytes, `pickle.load` runs
 * them; joblib before 1.2 knew no padding; each joblib skips the bytes of its own wrappers only; a nested stream ends
 * behind its STOP or behind its frame; any loader that is given an archive's bytes begins at offset 0.
 *
 * A side reading is a reading: the same machine, policy and budgets, until its loader raises (`machine/loader.ts` says
 * where). Everything that is refused on the way counts, at the moment when it is reached. What is only malformed does
 * not: the loader went on. What a budget stops is told: code may follow.
 *
 * What one reading meets may call for another: a wrapper of another joblib is read by that joblib as well.
 */
import type { Source } from "../container/source.js";
import { CODES, type FindingCode } from "../finding/codes.js";
import { type FindingPlace, Findings } from "../finding/findings.js";
import { type Machine, machineFor, type Reading, runStream, type Variant } from "../machine/index.js";
import { type ContentRead, isBudget, type PickleInput } from "./pickles.js";

/** Who reads so. */
const READERS: Readonly<Record<Reading, string>> = {
  joblib: "joblib 1.2 or later",
  "joblib-old": "joblib before 1.2",
  pickle: "pickle.load",
};

/** One more way to read a source. */
interface Side extends Variant {
  readonly reading: Reading;
}

/** The findings of a side reading: what counts goes to the artifact's own as it is found, the rest nowhere. */
class SideFindings extends Findings {
  readonly #input: PickleInput;
  readonly #reading: string;

  constructor(input: PickleInput, reading: Reading) {
    super(0);
    this.#input = input;
    this.#reading = READERS[reading];
  }

  override add(code: FindingCode, place: FindingPlace, args: Readonly<Record<string, string | number>> = {}): void {
    const { findings } = this.#input;
    const { verdict } = CODES[code];
    if (isBudget({ code, ...place, args }) || code === "limit.elements" || code === "limit.dimensions") {
      if (!findings.list().some(isBudget)) findings.add(code, place, args);
      return;
    }
    const counts = verdict === "unlisted" || verdict === "dangerous" || code === "array.malformed" || code.startsWith("container.");
    if (!counts) return;
    findings.add("joblib.dual-reading", place, { reading: this.#reading, what: code });
    if (verdict === "dangerous") findings.add("joblib.dual-reading-dangerous", place, { reading: this.#reading, why: args["why"] ?? "" });
  }
}

/** All readings of one source, each once. */
class SideReadings {
  readonly #input: PickleInput;
  readonly #source: Source;
  readonly #starts: readonly number[];
  readonly #companions: Machine["companions"] | null;
  readonly #queue: Side[] = [];
  readonly #known = new Set<string>();

  constructor(input: PickleInput, source: Source, starts: readonly number[], companions: Machine["companions"] | null) {
    this.#input = input;
    this.#source = source;
    this.#starts = starts;
    this.#companions = companions;
  }

  /** Asks for a reading, or says that it was done. */
  add(reading: Reading, takes: string | null = null, behindStop: boolean | null = null, done = false): void {
    const key = `${reading} ${takes} ${behindStop}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    if (!done) this.#queue.push({ reading, takes, behindStop });
  }

  run(): void {
    for (const side of this.#queue) {
      const machine = this.#read(side);
      for (const takes of machine.wrapperModules) {
        for (const reading of ["joblib", "joblib-old"] as const) this.add(reading, takes, side.behindStop);
      }
    }
  }

  #read(variant: Side): Machine {
    const findings = new SideFindings(this.#input, variant.reading);
    const machine = machineFor({ ...this.#input, source: this.#source, reading: variant.reading, variant, findings });
    if (this.#companions !== null) machine.companions = this.#companions;
    for (const start of this.#starts) {
      machine.cursor.seek(start);
      runStream(machine);
    }
    return machine;
  }
}

/** The other readings of pickles with joblib's wrappers. */
export function judgeOtherReadings(input: PickleInput, read: ContentRead): void {
  const { machine, starts } = read;
  const sides = new SideReadings(input, input.source, starts, machine.companions);
  const [own = null, ...others] = machine.wrapperModules;
  sides.add(input.reading, input.reading === "pickle" ? null : own, machine.stopInFrame ? false : null, true);
  for (const behindStop of machine.stopInFrame ? [false, true] : [null]) {
    for (const reading of ["joblib", "joblib-old"] as const) {
      for (const takes of [own, ...others]) sides.add(reading, takes, behindStop);
    }
  }
  sides.add("pickle");
  sides.run();
}

/** Bytes that are a container for one loader, and a pickle from offset 0 for another. */
export function judgeAsPickle(input: PickleInput, source: Source): void {
  const sides = new SideReadings(input, source, [0], null);
  sides.add("pickle");
  sides.add("joblib");
  sides.run();
}
