/**
 * Side readings: the same bytes as other loaders would read them. joblib skips an array's bytes, `pickle.load` runs
 * them; joblib before 1.2 knew no padding; each joblib skips the bytes of its own wrappers only; a nested stream ends
 * behind its STOP or behind its frame; any loader that is given an archive's bytes begins at offset 0.
 *
 * A side reading is a reading: the same machine, policy and budgets, until its loader raises (`machine/loader.ts` says
 * where). Everything that is refused on the way counts, at the moment when it is reached. What is only malformed does
 * not: the loader went on. What a budget stops is told: code may follow. What was told already is not told again.
 *
 * What one reading meets may call for another. joblib and the one that sklearn carried have each their own wrappers, or
 * (sklearn 0.21 and 0.22) the same under two names: where both are met, either alone and both together take bytes.
 */
import type { Source } from "../container/source.js";
import type { FindingArgs } from "../finding/arguments.js";
import { CODES, type FindingCode, isFindingCode } from "../finding/codes.js";
import { type FindingPlace, Findings, type Told } from "../finding/findings.js";
import { type Machine, machineFor, type Reading, runStream, type Variant } from "../machine/index.js";
import { judgeBoosters } from "../native/index.js";
import type { GuestFinding } from "../wire/job.js";
import { type ContentRead, isBudget, type PickleInput } from "./pickles.js";

/** One more way to read a source. */
interface Side extends Variant {
  readonly reading: Reading;
}

/** How bad a side reading's finding is: whatever is no danger is a refusal. */
type Weight = "dangerous" | "unlisted";

/** What a finding is about: a name, and how it is called (where, of what would run code), or a place where it has none. */
function subjectOf(weight: string, code: FindingCode, { global = "", offset, opcode = "" }: FindingPlace, call: unknown = ""): string {
  if (global === "") return JSON.stringify([weight, code, offset, opcode]);
  return JSON.stringify([weight, global, call, weight === "dangerous" && call !== "" ? offset : 0]);
}

/** More is not remembered: it is told again. */
const MOST_HEARD = 20_000;

/**
 * What was told of a source so far, by its own reading and by side readings: one class that three loaders meet is one thing
 * to say. A call with other arguments is another thing, and so are a call of what is dangerous and a refusal that names
 * nothing at another place. What was told as less bad counts for nothing.
 */
class Heard {
  readonly #subjects = new Set<string>();

  constructor(own: readonly GuestFinding[]) {
    for (const { code, args = {}, ...place } of own)
      if (isFindingCode(code) && !code.startsWith("joblib.dual-reading")) this.isNew(CODES[code].verdict, code, place, args["call"]);
  }

  /** True when it says something new; from now on it does not. Who was told of a call knows the name. */
  isNew(weight: string, code: FindingCode, place: FindingPlace, call: unknown): boolean {
    const subject = subjectOf(weight, code, place, call);
    if (this.#subjects.has(subject)) return false;
    if (this.#subjects.size < MOST_HEARD) this.#subjects.add(subject).add(subjectOf(weight, code, place, ""));
    return true;
  }
}

/** The findings of a side reading: what counts goes to the artifact's own as it is found, the rest nowhere. */
class SideFindings extends Findings {
  readonly #input: PickleInput;
  readonly #reading: Reading;
  readonly #heard: Heard;

  constructor(input: PickleInput, reading: Reading, heard: Heard) {
    super(0);
    this.#input = input;
    this.#reading = reading;
    this.#heard = heard;
  }

  override add(code: FindingCode, place: FindingPlace, args: FindingArgs = {}): Told {
    const { findings } = this.#input;
    const { verdict } = CODES[code];
    if (isBudget({ code, ...place, args }) || code === "limit.elements" || code === "limit.dimensions" || code === "limit.depth") {
      return findings.list().some(isBudget) ? [] : findings.add(code, place, args);
    }
    const counts = verdict === "unlisted" || verdict === "dangerous" || code === "array.malformed" || code.startsWith("container.");
    const weight: Weight = verdict === "dangerous" ? verdict : "unlisted";
    if (!counts || !this.#heard.isNew(weight, code, place, args.call)) return [];
    const reading = this.#reading;
    const shared = args.call === undefined ? { reading } : { reading, call: args.call };
    const told = findings.add("joblib.dual-reading", place, { ...shared, what: code });
    if (weight !== "dangerous") return told;
    const why = args.why === undefined ? {} : { why: args.why };
    return [...told, ...findings.add("joblib.dual-reading-dangerous", place, { ...shared, ...why })];
  }

  /** A name that was told before may be called in this reading alone. */
  override called(told: Told, code: FindingCode, place: FindingPlace, args: FindingArgs): void {
    if (told.length === 0) return void this.add(code, place, args);
    this.#heard.isNew(CODES[code].verdict, code, place, args.call);
    this.#input.findings.called(told, code, place, args);
  }

  override keeps(): boolean {
    return this.#input.findings.keeps("joblib.dual-reading") || this.#input.findings.keeps("joblib.dual-reading-dangerous");
  }
}

/** All readings of one source, each once. */
class SideReadings {
  readonly #input: PickleInput;
  readonly #source: Source;
  readonly #starts: readonly number[];
  readonly #companions: Machine["companions"] | null;
  /** Where a nested stream may end when its STOP stands inside a frame. */
  readonly #behindStop: readonly (boolean | null)[];
  readonly #modules = new Set<string>();
  readonly #queue: Side[] = [];
  readonly #known = new Set<string>();
  readonly #heard: Heard;

  /** `own`: the artifact's own reading, null where it has none of these bytes. */
  constructor(input: PickleInput, source: Source, own: ContentRead | null) {
    this.#heard = new Heard(own === null ? [] : input.findings.list());
    this.#input = input;
    this.#source = source;
    this.#starts = own?.starts ?? [0];
    this.#companions = own?.machine.companions ?? null;
    this.#behindStop = own?.machine.stopInFrame === true ? [false, true] : [null];
  }

  /** Says that a reading was done. */
  done(reading: Reading, takes: string | null): void {
    this.#known.add(`${reading} ${takes} ${this.#behindStop[0]}`);
  }

  /** Asks for a reading. */
  add(reading: Reading, takes: string | null): void {
    for (const behindStop of this.#behindStop) {
      const key = `${reading} ${takes} ${behindStop}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      this.#queue.push({ reading, takes, behindStop });
    }
  }

  run(): void {
    for (const side of this.#queue) this.addJoblibs(this.#read(side).wrapperModules);
  }

  /** The readings that wrappers of these modules call for. */
  addJoblibs(modules: ReadonlySet<string>): void {
    for (const module of modules) this.#modules.add(module);
    if (this.#modules.size === 0) return;
    for (const takes of [null, ...(this.#modules.size > 1 ? this.#modules : [])]) {
      this.add("joblib", takes);
      this.add("joblib-old", takes);
    }
  }

  #read(variant: Side): Machine {
    const findings = new SideFindings(this.#input, variant.reading, this.#heard);
    const machine = machineFor({ ...this.#input, source: this.#source, reading: variant.reading, variant, findings });
    if (this.#companions !== null) machine.companions = this.#companions;
    for (const start of this.#starts) {
      machine.cursor.seek(start);
      runStream(machine);
    }
    // Its loader gave them to their native parsers on the way.
    judgeBoosters(machine, this.#source);
    return machine;
  }
}

/** The other readings of pickles with joblib's wrappers. */
export function judgeOtherReadings(input: PickleInput, read: ContentRead): void {
  const sides = new SideReadings(input, input.source, read);
  const { wrapperModules } = read.machine;
  const [first = null] = wrapperModules;
  sides.done(input.reading, wrapperModules.size > 1 && input.reading !== "pickle" ? first : null);
  sides.addJoblibs(wrapperModules);
  sides.add("pickle", null);
  sides.run();
}

/** Bytes that are a container for one loader, and a pickle from offset 0 for another. */
export function judgeAsPickle(input: PickleInput, source: Source): void {
  const sides = new SideReadings(input, source, null);
  sides.add("pickle", null);
  sides.add("joblib", null);
  sides.run();
}
