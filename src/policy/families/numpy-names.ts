/**
 * numpy's names that may stand as values, as words: scalar types, ufuncs, and reductions or transforms that sklearn
 * users put into `FunctionTransformer` and the like. None of them loads, opens, evaluates or takes a callable.
 */

/** Scalar types and their abstract parents, `pickled=newest public path` where renamed. */
export const NUMPY_TYPES =
  "bool=numpy.bool bool_=numpy.bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 intc uintc intp uintp longlong ulonglong " +
  "long ulong byte ubyte short ushort int_ uint float16 float32 float64 longdouble half single double float128 float96 " +
  "complex64 complex128 clongdouble complex256 complex192 csingle cdouble str_=numpy.str_ unicode_=numpy.str_ " +
  "bytes_=numpy.bytes_ string_=numpy.bytes_ object_ void record=numpy.record datetime64 timedelta64 " +
  "generic number integer signedinteger unsignedinteger inexact floating complexfloating flexible character";

/** The ufuncs of numpy 1.11 to 2.5. */
export const UFUNCS =
  "absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwise_and bitwise_count bitwise_or bitwise_xor cbrt " +
  "ceil conjugate copysign cos cosh deg2rad degrees divide divmod equal exp exp2 expm1 fabs float_power floor floor_divide " +
  "fmax fmin fmod frexp gcd greater greater_equal heaviside hypot invert isfinite isinf isnan isnat lcm ldexp left_shift " +
  "less less_equal log log10 log1p log2 logaddexp logaddexp2 logical_and logical_not logical_or logical_xor maximum minimum " +
  "mod modf multiply negative nextafter not_equal positive power rad2deg radians reciprocal remainder right_shift rint sign " +
  "signbit sin sinh spacing sqrt square subtract tan tanh true_divide trunc vecdot matmul";

/** Functions by the modules that held them before numpy called all of them `numpy.<name>`. */
export const NUMPY_FUNCTIONS: readonly { readonly at: string; readonly names: string }[] = [
  {
    at: "numpy",
    names:
      "amax=numpy.max amin=numpy.min max min mean sum prod std var ptp clip cumsum argmax argmin ravel round around=numpy.round any all squeeze",
  },
  {
    at: "numpy.core.fromnumeric numpy._core.fromnumeric",
    names:
      "amax=numpy.max amin=numpy.min mean sum prod std var ptp clip cumsum argmax argmin ravel around=numpy.round round_=numpy.round any all squeeze",
  },
  {
    at: "numpy",
    names: "median average percentile quantile nan_to_num nanmean nanmedian nansum nanmax nanmin nanstd nanvar nanpercentile nanquantile",
  },
  { at: "numpy.lib.function_base", names: "median average percentile quantile" },
  { at: "numpy.lib.nanfunctions", names: "nanmean nanmedian nansum nanmax nanmin nanstd nanvar nanpercentile nanquantile" },
  { at: "numpy.lib.type_check", names: "nan_to_num" },
];
