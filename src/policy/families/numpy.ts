/**
 * numpy: arrays and dtypes by their reconstructors, scalar types and functions as inert values, polynomials as plain
 * classes. Single names only: numpy itself holds loaders and runners, so no module is ever listed as a whole. memmap,
 * matrix, recarray and MaskedArray stand only as the subtype of a reconstructor or of a joblib wrapper.
 */
import type { ClassRow, Family } from "../rows.js";
import { NUMPY_FUNCTIONS, NUMPY_TYPES, UFUNCS } from "./numpy-names.js";

/**
 * Whatever loaded module held the ufunc was written by numpy <= 1.19, and up to Python 3.5 in no particular order. These
 * are the ones met in real files and their siblings: numpy's own modules that hold ufuncs in 1.11 to 1.19.
 */
const UFUNC_MODULES = [
  "numpy",
  "numpy.core",
  "numpy.core.umath",
  "numpy.core.multiarray",
  "numpy.core._multiarray_umath",
  "numpy.core.numeric",
  "numpy.core.arrayprint",
  "numpy.core.getlimits",
  "numpy.lib.function_base",
  "numpy.lib.polynomial",
  "numpy.lib.twodim_base",
  "numpy.lib.type_check",
  "numpy.linalg.linalg",
  "scipy.stats._discrete_distns",
];
const OLD = "numpy.core";
const NEW = "numpy._core";

/** A class that only its reconstructor makes; BUILD goes to the named state checker. */
const made = (path: string, at: string, state: string, names?: string): ClassRow => ({
  path,
  at,
  form: "call",
  state,
  ...(names === undefined ? {} : { names }),
});

const polynomial = (module: string, name: string): ClassRow => ({
  path: `numpy.polynomial.${name}`,
  at: `numpy.polynomial.${module} numpy.polynomial`,
  bases: "ABCPolyBase",
  keys: "coef domain window symbol",
  dunders: "__array_ufunc__",
  callable: true,
});

export const NUMPY: Family = {
  family: "numpy",
  doc: "Arrays, dtypes and scalars by their reconstructors; types, ufuncs and some functions as values.",
  classes: [
    { path: "numpy.dtype", at: "numpy", form: "call", call: "dtype", state: "tuple-dtype" },
    made("numpy.ndarray", "numpy", "tuple-ndarray"),
    made("numpy.matrix", "numpy numpy.matrixlib.defmatrix numpy.core.defmatrix", "tuple-ndarray"),
    made("numpy.memmap", `numpy ${OLD}.memmap ${NEW}.memmap`, "tuple-ndarray"),
    made("numpy.rec.recarray", `numpy numpy.rec ${OLD}.records ${NEW}.records`, "tuple-ndarray"),
    made("numpy.char.chararray", `numpy numpy.char ${OLD}.defchararray ${NEW}.defchararray`, "tuple-ndarray"),
    made("numpy.ma.MaskedArray", "numpy.ma numpy.ma.core", "tuple-masked"),
    { path: "numpy.ma.core.MaskedConstant", at: "numpy.ma.core", form: "call", call: "masked-constant", state: "none" },
    {
      path: "numpy.poly1d",
      at: "numpy numpy.lib.polynomial numpy.lib._polynomial_impl",
      callable: true,
      members: "r roots c coef coefficients o order variable deriv integ",
      keys: "coeffs variable order",
    },
    {
      // Around a distribution's entropy, in discrete ones of scipy.
      path: "numpy.vectorize",
      at: "numpy numpy.lib.function_base",
      state: "vectorize",
      refs: "pyfunc",
      dunders: "__doc__ __name__",
      callable: true,
      noReference: true,
      narrow: true,
    },
    polynomial("polynomial", "Polynomial"),
    polynomial("chebyshev", "Chebyshev"),
    polynomial("legendre", "Legendre"),
    polynomial("hermite", "Hermite"),
    polynomial("hermite_e", "HermiteE"),
    polynomial("laguerre", "Laguerre"),
  ],
  calls: [
    {
      path: "numpy.core.multiarray._reconstruct",
      at: `${OLD}.multiarray ${NEW}.multiarray ${OLD}._multiarray_umath ${NEW}._multiarray_umath ${OLD}._internal`,
      check: "reconstruct",
    },
    {
      path: "numpy.core.multiarray.scalar",
      at: `${OLD}.multiarray ${NEW}.multiarray ${OLD}._multiarray_umath ${NEW}._multiarray_umath`,
      check: "scalar",
    },
    { path: "numpy.core.numeric._frombuffer", at: `${OLD}.numeric ${NEW}.numeric`, check: "frombuffer" },
    { path: "numpy.core._ufunc_reconstruct", at: `${OLD} ${NEW}`, check: "ufunc-reconstruct", args: { modules: UFUNC_MODULES } },
    { path: "numpy.ma.core._mareconstruct", at: "numpy.ma.core", check: "mareconstruct" },
    { path: "numpy._core._internal._convert_to_stringdtype_kwargs", at: `${NEW}._internal`, check: "stringdtype" },
  ],
  references: [
    { what: "type", at: "numpy", public: "numpy", names: NUMPY_TYPES },
    { what: "type", at: "numpy.rec numpy.core.records numpy._core.records", public: "numpy.rec", names: "record" },
    {
      what: "ufunc",
      at: `numpy ${OLD}._multiarray_umath ${NEW}._multiarray_umath ${OLD}.umath ${NEW}.umath`,
      public: "numpy",
      names: UFUNCS,
    },
    ...NUMPY_FUNCTIONS.map((row) => ({ what: "function" as const, public: "numpy", ...row })),
  ],
  members: {
    ABCPolyBase:
      "has_samecoef has_samedomain has_samewindow has_sametype copy degree cutdeg trim truncate convert mapparms integ deriv " +
      "roots linspace fit fromroots identity basis cast maxpower basis_name nickname _add _sub _mul _div _pow _val _int _der " +
      "_fit _line _roots _fromroots _generate_string _str_term_unicode _str_term_ascii _repr_latex_ _repr_latex_term " +
      "_repr_latex_scalar _get_coefficients _format_term _as_latex",
  },
};
