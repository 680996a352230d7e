/**
 * scipy: sparse matrices and arrays, frozen distributions (as parameter grids hold them), splines, and special
 * functions as values. A distribution's `__setstate__` executes a text of its state: `rv-generic` takes the genuine
 * text only. Native code reads sparse indices unchecked: their consistency is judged where models are read.
 */
import scipy from "../data/scipy.json" with { type: "json" };
import type { ClassRow, Family } from "../rows.js";

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
    callable: true,
  });

const frozen = (name: string): ClassRow => ({
  path: `scipy.stats._distn_infrastructure.${name}`,
  at: "scipy.stats._distn_infrastructure",
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
      refs: "_call dtype",
      callable: true,
    },
  ],
  references: [
    {
      what: "function",
      at: "scipy.special._ufuncs scipy.special",
      public: "scipy.special",
      names:
        "expit logit erf erfc erfinv gammaln gamma digamma xlogy log1p expm1 boxcox boxcox1p inv_boxcox inv_boxcox1p log_ndtr ndtr ndtri",
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
    {
      what: "function",
      at: "scipy.special._logsumexp scipy.special.basic scipy.special",
      public: "scipy.special",
      names: "softmax logsumexp",
    },
  ],
  members: scipy.members,
};
