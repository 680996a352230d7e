/** What stands in models and is no sklearn's: random states, sparse matrices, masked arrays, under today's names and forms. */
import { itemsOf } from "../../neutral/attributes.js";
import { own } from "../../neutral/document.js";
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

/** A random state as numpy 1.17 and newer keep it. */
function randomState(stored: Migrating): void {
  const state = stored.references.resolve(own(stored.value, "state"));
  const items = itemsOf(state ?? null, stored.references);
  const raw = own(state, "items");
  if (items === null || !Array.isArray(raw) || items[0] !== "MT19937") return;
  const [, key, position, hasGauss = 0, gauss = 0] = raw;
  stored.note("replaced", "", "numpy keeps it as a dict today");
  stored.frame.set("state", {
    bit_generator: "MT19937",
    state: { key, pos: position },
    has_gauss: hasGauss,
    gauss,
  });
}

const random = defineMigration({
  classes: ["numpy.random.RandomState"],
  doc: "numpy's random state of today",
  migrate: (stored) => {
    randomState(stored);
  },
});

export const OTHER_RULES: readonly MigrationRule[] = [sparse, random];
