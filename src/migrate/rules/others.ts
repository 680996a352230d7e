/** What stands in models and is no sklearn's: random states, sparse matrices, masked arrays, under today's names and forms. */
import { isObject, own, typeOf } from "../../neutral/document.js";
import { Float } from "../../neutral/lossless.js";
import { defineMigration, type Migrating, type MigrationRule } from "../define.js";

const SPARSE = ["bsr", "coo", "csc", "csr", "dia", "dok", "lil"];

const sparse = defineMigration({
  classes: SPARSE.flatMap((kind) => [`scipy.sparse.${kind}_matrix`, `scipy.sparse.${kind}_array`]),
  doc: "its module has another name today",
  migrate: (stored) => {
    const name = stored.className.slice("scipy.sparse.".length);
    const origin = `scipy.sparse._${name.slice(0, name.indexOf("_"))}.${name}`;
    const was = String(own(stored.value, "origin"));
    if (was.endsWith(`.${name}`) && was !== origin) {
      stored.note("renamed", "", `it was ${was}`);
      stored.frame.set("origin", origin);
    }
    // To 1.2 of scipy the shape had its own name already; what came before is read by it all the same.
    if (stored.attributes.has("shape") && !stored.attributes.has("_shape")) stored.rename("shape", "_shape");
  },
});

const BITS = "numpy.random._pickle.__bit_generator_ctor";

/** A generator of bits with its own state, which seeds nothing anew. */
const bits = (name: string, state: unknown): object => ({
  $type: "object",
  class: `numpy.random.${name}`,
  origin: BITS,
  state: { $type: "tuple", items: [state, null] },
});

/** The state of a random state: a dict; before numpy 1.17 it was a tuple. */
function stateOf(stored: Migrating): unknown {
  const state = stored.references.resolve(own(stored.value, "state"));
  if (typeOf(state) !== "tuple") return state;
  const raw = own(state, "items");
  if (!Array.isArray(raw) || raw[0] !== "MT19937") return null;
  const [, key, position, has_gauss = 0, gauss = new Float("0.0")] = raw;
  return { bit_generator: "MT19937", state: { key, pos: position }, has_gauss, gauss };
}

const random = defineMigration({
  classes: ["numpy.random.RandomState"],
  doc: "numpy's random state of today",
  migrate: (stored) => {
    const args = own(stored.value, "args");
    const [first] = Array.isArray(args) ? args : [];
    const state = stateOf(stored);
    if (typeof first === "object" || !isObject(state)) return;
    stored.note("replaced", "");
    const { bit_generator, state: words } = state;
    stored.frame.set("origin", "numpy.random._pickle.__randomstate_ctor");
    stored.frame.set("args", [bits("MT19937", { bit_generator, state: words })]);
    stored.frame.set("state", state);
    stored.attributes.clear();
  },
});

export const OTHER_RULES: readonly MigrationRule[] = [sparse, random];
