/**
 * scipy: sparse matrices and arrays, frozen distributions (as parameter grids hold them), splines, and special
 * functions as values. A distribution's `__setstate__` executes a text of its state: `rv-generic` takes the genuine
 * text only. Native code reads sparse indices unchecked: their consistency is judged where models are read.
 */
import scipy from "../data/scipy.json" with { type: "json" };
import type { ClassRow, Family } from "../rows.js";
import { SCIPY_FUNCTIONS } from "./scipy-names.js";

/** State keys of a format that some version has as a property: `format` in all of them, until scipy 1.10. */
const KEYS: Readonly<Record<string, string>> = {
  bsr: "",
  coo: "row col has_canonical_format",
  csc: "",
  csr: "",
  dia: "",
  dok: "dtype",
  lil: "dtype",
};

const sparse = (format: string): ClassRow[] =>
  ["matrix", "array"].map((kind) => ({
    path: `scipy.sparse.${format}_${kind}`,
    at: kind === "matrix" ? `scipy.sparse.${format} scipy.sparse._${format}` : `scipy.sparse._arrays scipy.sparse._${format}`,
    bases: `sparse ${format}`,
    keys: `format ${KEYS[format] ?? ""}`,
    ...(format === "dok" ? { form: "dict-subclass" as const } : {}),
  }));

const distribution =
  (kind: string) =>
  (name: string): ClassRow => ({
    path: `scipy.stats._${kind}_distns.${name}`,
    at: `scipy.stats._${kind}_distns`,
    state: "rv-generic",
    bases: "rv",
    dunders: "__doc__",
    ...(kind === "discrete" ? { refs: "vecentropy" } : {}),
    callable: true,
  });

/** Distributions of other modules: over values and histograms of one's own, and the one that moved in scipy 1.9. */
const OTHER_DISTRIBUTIONS: readonly ClassRow[] = [
  { ...distribution("discrete")("rv_sample"), ...home("_distn_infrastructure", "rv_sample"), members: "generic_moment" },
  { ...distribution("continuous")("rv_histogram"), ...home("_continuous_distns", "rv_histogram") },
  { ...distribution("continuous")("levy_stable_gen"), ...home("_levy_stable", "levy_stable_gen"), members: "_parameterization" },
];

function home(module: string, name: string): Pick<ClassRow, "path" | "at"> {
  return { path: `scipy.stats.${module}.${name}`, at: `scipy.stats.${module}` };
}

const frozen = (name: string, module = "_distn_infrastructure"): ClassRow => ({
  ...home(module, name),
  bases: "rv_frozen",
  refs: "dist",
});

const INTERP1D = "_call_linear _call_linear_np _call_nearest _call_previousnext _call_spline _call_nan_spline";

export const SCIPY: Family = {
  family: "scipy",
  doc: "Sparse matrices, frozen distributions, splines; special functions as values.",
  classes: [
    ...["bsr", "coo", "csc", "csr", "dia", "dok", "lil"].flatMap(sparse),
    ...scipy.continuous.map(distribution("continuous")),
    ...scipy.discrete.map(distribution("discrete")),
    frozen("rv_frozen"),
    frozen("rv_continuous_frozen"),
    frozen("rv_discrete_frozen"),
    { ...frozen("levy_stable_frozen", "_levy_stable"), members: "parameterization" },
    ...OTHER_DISTRIBUTIONS,
    {
      path: "scipy.interpolate.BSpline",
      at: "scipy.interpolate._bsplines",
      names: "BSpline",
      state: "bspline",
      bases: "BSpline",
      keys: "t c k axis extrapolate",
      refs: "_asarray",
      callable: true,
    },
    {
      path: "scipy.interpolate._bsplines._BSpline",
      at: "scipy.interpolate._bsplines",
      bases: "BSpline",
      keys: "t c k axis extrapolate",
      callable: true,
    },
    {
      path: "scipy.interpolate.interp1d",
      at: "scipy.interpolate.interpolate scipy.interpolate._interpolate",
      bases: "interp1d",
      keys: "_y_axis _y_extra_shape dtype",
      refs: "_call _spline dtype",
      callable: true,
    },
  ],
  references: [
    // The method that discrete distributions keep bound, as `getattr` of one finds it.
    {
      what: "function",
      at: "scipy.stats._distn_infrastructure",
      public: "scipy.stats._distn_infrastructure",
      names: "rv_discrete._entropy",
    },
    {
      what: "function",
      // What BSpline of scipy 1.17 keeps as `_asarray`: numpy's own, in scipy's wrapping.
      at: "scipy._lib.array_api_compat.numpy._aliases",
      public: "scipy._lib.array_api_compat.numpy._aliases",
      names: "asarray",
    },
    {
      what: "function",
      at: "scipy.interpolate.interpolate scipy.interpolate._interpolate",
      public: "scipy.interpolate",
      names: INTERP1D.split(" ")
        .map((name) => `interp1d.${name}`)
        .join(" "),
    },
    ...SCIPY_FUNCTIONS.map((row) => ({ what: "function" as const, ...row })),
  ],
  members: scipy.members,
};
