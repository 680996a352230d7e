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

/**
 * Functions by the modules that held them before numpy called all of them `numpy.<name>`: those that make an array or a number
 * of arrays, as users pass them on. None calls what it is given, reads or writes files, draws at random, or changes its
 * argument in place. `public`: where it is not numpy itself.
 */
export const NUMPY_FUNCTIONS: readonly { readonly at: string; readonly public?: string; readonly names: string }[] = [
  {
    at: "numpy",
    names:
      "all allclose amax=numpy.max amin=numpy.min angle any append arange argmax argmin argpartition argsort argwhere " +
      "around=numpy.round array array_equal asanyarray asarray asarray_chkfinite ascontiguousarray asfortranarray astype " +
      "atleast_1d atleast_2d atleast_3d average bincount broadcast_to clip column_stack compress concatenate convolve copy " +
      "corrcoef correlate count_nonzero cov cross cumprod cumsum cumulative_prod cumulative_sum delete diag diagflat diagonal " +
      "diff digitize dot dstack ediff1d einsum expand_dims extract eye fix flatnonzero flip fliplr flipud full_like gradient " +
      "histogram hstack i0 identity imag inner insert interp isclose iscomplex iscomplexobj isin isneginf isposinf isreal " +
      "isrealobj kron linspace logspace max mean median meshgrid min moveaxis nan_to_num nanargmax nanargmin nancumprod " +
      "nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum nanvar ndim nonzero ones " +
      "ones_like outer partition percentile poly polyfit polyval prod ptp quantile ravel real real_if_close repeat reshape " +
      "resize roll rollaxis roots rot90 round round_=numpy.round searchsorted select setdiff1d shape sinc size sort split " +
      "squeeze stack std sum swapaxes take take_along_axis tensordot tile trace transpose trapezoid trapz=numpy.trapezoid " +
      "tril triu union1d unique unwrap vander var vdot vstack where zeros zeros_like",
  },
  {
    at: "numpy.core.einsumfunc",
    names: "einsum",
  },
  {
    at: "numpy.core.fromnumeric numpy._core.fromnumeric",
    names:
      "all amax=numpy.max amin=numpy.min any argmax argmin argpartition argsort around=numpy.round clip compress cumprod " +
      "cumsum diagonal mean ndim nonzero partition prod ptp ravel repeat reshape resize round_=numpy.round searchsorted shape " +
      "size sort squeeze std sum swapaxes take trace transpose var",
  },
  {
    at: "numpy.core.function_base",
    names: "linspace logspace",
  },
  {
    at: "numpy.core.multiarray",
    names: "arange array bincount concatenate digitize dot inner vdot where zeros",
  },
  {
    at: "numpy.core.numeric",
    names:
      "allclose argwhere array_equal asanyarray asarray ascontiguousarray asfortranarray convolve correlate count_nonzero " +
      "cross flatnonzero full_like identity isclose moveaxis ones ones_like outer roll rollaxis tensordot zeros_like",
  },
  {
    at: "numpy.core.shape_base",
    names: "atleast_1d atleast_2d atleast_3d hstack stack vstack",
  },
  {
    at: "numpy.fft",
    public: "numpy.fft",
    names: "fft fftshift ifft irfft rfft",
  },
  {
    at: "numpy.fft.fftpack",
    public: "numpy.fft",
    names: "fft ifft irfft rfft",
  },
  {
    at: "numpy.fft.helper",
    public: "numpy.fft",
    names: "fftshift",
  },
  {
    at: "numpy.lib.arraysetops",
    names: "ediff1d isin setdiff1d union1d unique",
  },
  {
    at: "numpy.lib.function_base",
    names:
      "angle append asarray_chkfinite average copy corrcoef cov delete diff extract flip gradient histogram i0 insert interp " +
      "median meshgrid percentile quantile rot90 select sinc trapz=numpy.trapezoid unwrap",
  },
  {
    at: "numpy.lib.histograms",
    names: "histogram",
  },
  {
    at: "numpy.lib.nanfunctions",
    names:
      "nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd " +
      "nansum nanvar",
  },
  {
    at: "numpy.lib.polynomial",
    names: "poly polyfit polyval roots",
  },
  {
    at: "numpy.lib.shape_base",
    names: "column_stack dstack expand_dims kron split take_along_axis tile",
  },
  {
    at: "numpy.lib.stride_tricks",
    names: "broadcast_to",
  },
  {
    at: "numpy.lib.twodim_base",
    names: "diag diagflat eye fliplr flipud tril triu vander",
  },
  {
    at: "numpy.lib.type_check",
    names: "imag iscomplex iscomplexobj isreal isrealobj nan_to_num real real_if_close",
  },
  {
    at: "numpy.lib.ufunclike",
    names: "fix isneginf isposinf",
  },
  {
    at: "numpy.linalg",
    public: "numpy.linalg",
    names: "cholesky cond det eigh eigvalsh inv matrix_norm matrix_power matrix_rank norm pinv slogdet svdvals vector_norm",
  },
  {
    at: "numpy.linalg.linalg",
    public: "numpy.linalg",
    names: "cholesky cond det eigh eigvalsh inv matrix_power matrix_rank norm pinv slogdet",
  },
  {
    at: "numpy.matrixlib.defmatrix",
    names: "matrix_power=numpy.linalg.matrix_power",
  },
];
