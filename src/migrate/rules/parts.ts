/** Bunches, and scipy's BSpline, which holds a spline of another class since scipy 1.16: what models keep beside arrays. */
import { own } from "../../neutral/document.js";
import { defineMigration, type MigrationRule, objectValue } from "../define.js";
import { doubles } from "../numbers.js";

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

export const PARTS: readonly MigrationRule[] = [SPLINE, BUNCH];
