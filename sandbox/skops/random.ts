/**
 * Loaders of numpy's random states. What skops itself does not keep: the seed sequence's pool and spawned children of a generator,
 * which bit generator's instance a `RandomState` was over.
 */
import { stepBuild } from "../machine/build.js";
import { tupleOf } from "../machine/collections.js";
import { stepReduce } from "../machine/construct.js";
import { type Handle, KIND, NOTHING } from "../tape/handle.js";
import { dictValue, isText, itemsOf } from "../tape/read.js";
import { NO_TOKEN } from "./json-tape.js";
import type { Loader, SkopsReader } from "./reader.js";
import { textHandle } from "./scalars.js";

const PICKLE = "numpy.random._pickle";
/** Modules of numpy's bit generators, by their names. */
const BIT_GENERATORS: ReadonlyMap<string, string> = new Map([
  ["MT19937", "numpy.random._mt19937"],
  ["PCG64", "numpy.random._pcg64"],
  ["PCG64DXSM", "numpy.random._pcg64"],
  ["Philox", "numpy.random._philox"],
  ["SFC64", "numpy.random._sfc64"],
]);

/** `__randomstate_ctor("MT19937")` with its state. */
export const randomStateNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    if (!r.isOf(node, "numpy.random.mtrand", "RandomState")) {
      r.named(node);
      return r.refuse("skops.class");
    }
    r.pushGlobal(PICKLE, "__randomstate_ctor");
    r.stream.push(textHandle(r.tape, "MT19937"));
    if (!tupleOf(r.stream, 1) || !r.step(stepReduce)) return false;
    yield r.json.field(node, "content");
    return r.step(stepBuild);
  },
};

/** The name of the bit generator that a state is of; null for one that numpy has not. */
function generatorName({ tape }: SkopsReader, state: Handle): string | null {
  const name = tape.kind(state) === KIND.DICT ? dictValue(tape, state, "bit_generator") : NOTHING;
  for (const known of BIT_GENERATORS.keys()) if (isText(tape, name, known)) return known;
  return null;
}

/** `__generator_ctor(bit generator)`, the bit generator with its state; from protocol 2 on with its seed sequence, which is only judged. */
export const randomGeneratorNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const { json, stream } = r;
    const content = json.field(node, "content");
    const [bits, seed] = [json.field(content, "bit_generator"), json.field(content, "seed_seq")];
    if (bits === NO_TOKEN || json.count(content) !== (seed === NO_TOKEN ? 1 : 2)) return r.refuse("skops.content");
    if (!r.isOf(node, "numpy.random._generator", "Generator")) {
      r.named(node);
      return r.refuse("skops.class");
    }
    if (seed !== NO_TOKEN) {
      yield seed;
      if (!isSeed(r, r.pop())) return r.refuse("skops.random");
    }
    yield bits;
    const state = r.pop();
    const name = generatorName(r, state);
    if (name === null) return r.refuse("skops.random");
    r.pushGlobal(PICKLE, "__generator_ctor");
    r.pushGlobal(PICKLE, "__bit_generator_ctor");
    r.pushGlobal(BIT_GENERATORS.get(name) ?? "", name);
    if (!tupleOf(stream, 1) || !r.step(stepReduce)) return false;
    stream.push(state);
    return r.step(stepBuild) && tupleOf(stream, 1) && r.step(stepReduce);
  },
};

const SEED_KEYS = ["entropy", "spawn_key", "pool_size", "n_children_spawned"];

/** The arguments of a `SeedSequence`, by their names. */
const isSeed = ({ tape }: SkopsReader, seed: Handle): boolean =>
  tape.kind(seed) === KIND.DICT &&
  tape.count(seed) <= SEED_KEYS.length &&
  itemsOf(tape, seed).every((key, i) => i % 2 === 1 || SEED_KEYS.some((known) => isText(tape, key, known)));
