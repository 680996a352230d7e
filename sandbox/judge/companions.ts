/**
 * The companions of joblib 0.8 and 0.9: arrays in files beside the pickle, named by it. Only names without a path, only
 * in the same folder; the arrays go onto the pickle's own tape, their payloads behind the pickle's in one joined source.
 */
import { numpyDispatch } from "../container/detect.js";
import { RawSource } from "../container/hook-source.js";
import { JoinedSource } from "../container/joined-source.js";
import type { Source } from "../container/source.js";
import { openZlibFile } from "../container/zlib-file/index.js";
import type { CompanionRequest, Machine } from "../machine/index.js";
import { makeArray, payload } from "../numpy/array-state.js";
import { isProblem } from "../numpy/problem.js";
import { type Handle, KIND, NOTHING, PLACE, TRUE } from "../tape/handle.js";
import type { Hooks } from "../wire/hooks.js";
import { firstBytes } from "./layers.js";
import { readNpy } from "./npy.js";
import type { PickleInput } from "./pickles.js";

/** Companions' payloads stand behind every offset that the pickle itself can have. */
const COMPANION_BASE = 2 ** 48;

/** Opens companions for one pickle, and joins their bytes with the pickle's. */
export class Companions {
  readonly joined: JoinedSource;
  readonly #hooks: Hooks;
  readonly #input: PickleInput;
  /** Companions were read: payloads must be looked up in `joined`. */
  used = false;

  constructor(hooks: Hooks, input: PickleInput) {
    this.#hooks = hooks;
    this.#input = input;
    this.joined = new JoinedSource();
    this.joined.add(input.source);
    this.joined.length = COMPANION_BASE;
  }

  /** The array of a wrapper; NOTHING with a finding when its file is not there or is no array. */
  read(machine: Machine, request: CompanionRequest): Handle {
    const source = this.#open(machine, request.name);
    if (source === null) return NOTHING;
    this.used = true;
    const { cursor, base } = machine;
    machine.enter(source, this.joined.add(source));
    const array = request.state === null ? this.#npy(machine, source) : this.#zipped(machine, source, request);
    machine.cursor = cursor;
    machine.base = base;
    return array;
  }

  #open(machine: Machine, name: string): Source | null {
    const answer = this.#hooks.companion(name);
    if (answer === "") {
      machine.find("container.missing-companion", { offset: machine.cursor.offset }, { companion: name.slice(0, 200) });
      return null;
    }
    // The child answers with two numbers.
    const [source = 0, length = 0] = JSON.parse(answer) as number[];
    const stored = new RawSource(this.#hooks, source, length);
    const first = new Uint8Array(2);
    stored.read(0, 2, first, 0);
    if (first[0] !== 0x5a || first[1] !== 0x46) return stored;
    const decoded = openZlibFile(this.#hooks, stored, this.#input.limits);
    const end = decoded.end();
    for (const note of end?.notes ?? []) machine.find(note.code, { offset: 0 }, note.args);
    if (decoded.fault !== null) machine.find(decoded.fault.code, { offset: 0 }, decoded.fault.args);
    return decoded.fault === null && end !== null ? decoded : null;
  }

  /** As `numpy.load` dispatches: an npy file; a zip, of which no array comes; else a pickle, run like any other. */
  #npy(machine: Machine, source: Source): Handle {
    const kind = numpyDispatch(firstBytes(source));
    if (kind === "pickle") machine.runNested(1);
    if (kind !== "npy") {
      machine.find("array.malformed", { offset: 0 }, { why: "array.companion" });
      return NOTHING;
    }
    const read = readNpy({ ...this.#input, source, findings: machine.findings }, machine, true);
    const root = read.roots[0] ?? NOTHING;
    return machine.tape.kind(root) === KIND.NDARRAY ? root : NOTHING;
  }

  /** `ZNDArrayWrapper`: the file has the bytes, the wrapper the rest of the array's state. */
  #zipped(machine: Machine, source: Source, request: CompanionRequest): Handle {
    const { tape } = machine;
    const state = request.state ?? NOTHING;
    const skip = tape.count(state) === 4 ? 1 : 0;
    const [shape, dtype, fortran] = [tape.tupleItem(state, skip), tape.tupleItem(state, skip + 1), tape.tupleItem(state, skip + 2)];
    const bytes = tape.bytes(KIND.BYTES, PLACE.SOURCE, machine.base, source.length);
    const data = payload(machine, dtype, shape, bytes);
    if (isProblem(data)) {
      machine.find(data.code, { offset: 0 }, data.args);
      return NOTHING;
    }
    return makeArray(tape, { dtype, shape, data, fortran: fortran === TRUE || tape.intValue(fortran) === 1, subclass: NOTHING });
  }
}
