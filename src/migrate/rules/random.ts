/**
 * What is not sklearn's: numpy's RandomState, whose state was a tuple before numpy 1.17, and scipy's BSpline, whose state
 * has a part for slots today.
 */
import { itemsOf } from "../../neutral/attributes.js";
import { type JsonObject, own } from "../../neutral/document.js";
import { floatValue } from "../../neutral/lossless.js";
import { defineMigration, type Migrating, type MigrationRule, objectValue } from "../define.js";
import { doubles } from "../numbers.js";

const CTOR = "numpy.random._pickle.__randomstate_ctor";

/** The generator that the state is of, as numpy 2 stores it. */
const generator = (state: JsonObject): JsonObject => ({
  $type: "object",
  class: "numpy.random.MT19937",
  origin: "numpy.random._pickle.__bit_generator_ctor",
  state: { $type: "tuple", items: [{ bit_generator: "MT19937", state }, null] },
});

/** ("MT19937", key, pos, has_gauss, cached_gaussian) by name. */
function byName(items: readonly unknown[]): JsonObject | null {
  const [name, key, pos, hasGauss = 0, gauss = floatValue(0)] = items;
  if (name !== "MT19937" || items.length < 3) return null;
  return { bit_generator: "MT19937", state: { key, pos }, has_gauss: hasGauss, gauss };
}

function stateOfRandom(stored: Migrating): JsonObject | null {
  const state = stored.references.resolve(own(stored.value, "state"));
  const items = itemsOf(state, stored.references);
  if (items !== null) return byName(items);
  return stored.get("bit_generator") === "MT19937" ? Object.fromEntries(stored.attributes) : null;
}

const RANDOM_STATE = defineMigration({
  classes: ["numpy.random.RandomState"],
  doc: "numpy's random states hold a generator",
  replace: (stored) => {
    const [arg] = itemsOf(own(stored.value, "args") ?? [], stored.references) ?? [];
    if (typeof arg === "object" && arg !== null) return null;
    const state = stateOfRandom(stored);
    if (state === null) return null;
    stored.note("replaced", "");
    const twister: unknown = stored.references.resolve(own(state, "state"));
    const copy = { ...Object(twister) };
    return { ...stored.value, class: "numpy.random.RandomState", origin: CTOR, args: [generator({ ...copy })], state };
  },
});

/** Attributes that scipy's compiled half holds today. */
const INNER = "scipy.interpolate._bsplines._BSpline";

const SPLINE = defineMigration({
  classes: ["scipy.interpolate.BSpline"],
  doc: "scipy's splines hold another, and an empty array of its kind",
  replace: (stored) => {
    if (!stored.attributes.has("t") || !stored.attributes.has("c")) return null;
    const names = ["k", "axis", "extrapolate", "t", "c"].map((name) => [name, stored.attributes.get(name)] as const);
    const inner = objectValue(INNER, INNER, { ...Object.fromEntries(names), _delegate_to: null });
    stored.note("replaced", "");
    return { ...stored.value, state: { $type: "tuple", items: [inner, doubles([])] } };
  },
});

const BUNCH = defineMigration({
  classes: ["sklearn.utils.Bunch"],
  doc: "a bunch knows which of its keys are deprecated",
  replace: (stored) =>
    own(stored.value, "state") === undefined
      ? { ...stored.value, origin: "sklearn.utils._bunch.Bunch", state: { _deprecated_key_to_warnings: {} } }
      : null,
});

export const RANDOM: readonly MigrationRule[] = [RANDOM_STATE, SPLINE, BUNCH];
