/**
 * sklearn.kernel_approximation, and models that are a kernel with rows that were fitted: KernelRidge, KernelPCA,
 * KernelCenterer, label propagation by a kernel, as their models have them. A row with a value that a sampler refuses is an error.
 */
import { sentence } from "../../errors.js";
import { type KernelParameters, kernelParameters, parametersOfSample } from "../../models/parts/kernels/pairwise.js";
import { storedMatrix } from "../../models/parts/stored/matrix.js";
import { floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowered, type Lowering, type Make, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { dots } from "../parts/distances.js";
import { decoded, labelTable } from "../parts/labels.js";
import { functionKernel, namedKernel } from "../parts/pairwise-kernels.js";
import { orError } from "../parts/places.js";
import { normalized } from "../parts/probabilities.js";

/** Largest count sketch: folding takes its square a row. */
const MOST_COMPONENTS = 512;
const MOST_STEPS = 1000;

const transformer = (transform: Make): Lowered => ({ kind: "transformer", methods: makes({ transform }) });

const kernelWith = (context: Context, fitted: Matrix, parameters: KernelParameters): Value =>
  namedKernel(context, context.state.text("kernel"), context.rows.x, fitted, parameters);

const kernelRidge = defineLowering({
  class: "sklearn.kernel_ridge.KernelRidge",
  lower: (context) => {
    const { state, ops } = context;
    const fitted = storedMatrix(state, "X_fit_");
    const { shape, data } = state.numbers("dual_coef_");
    const [rows = 0, outputs = 1] = shape;
    if (shape.length < 1 || shape.length > 2 || rows !== fitted.rows) throw state.inconsistent(`dual_coef_ is (${shape})`);
    const product = once(() => ops.matmul(kernelWith(context, fitted, kernelParameters(state)), ops.doubles([rows, outputs], data)));
    return { kind: "regressor", methods: makes({ predict: () => (shape.length === 1 ? ops.flat(product()) : product()) }) };
  },
});

const nystroem = defineLowering({
  class: "sklearn.kernel_approximation.Nystroem",
  lower: (context) => {
    const { state, ops } = context;
    const components = storedMatrix(state, "components_");
    const normalization = state.matrix("normalization_", components.rows, components.rows);
    return transformer(() => dots(ops, kernelWith(context, components, parametersOfSample(state)), normalization));
  },
});

/** X + skewedness; an error where that is not positive, as in sklearn. */
function skewed(ops: Ops, x: Value, skewedness: number): Value {
  const isInside = ops.greater(ops.least(x), ops.double(-skewedness));
  return orError(ops, ops.add(x, ops.double(skewedness)), isInside);
}

/** `cos(X · random_weights_ + random_offset_) · √(2 / n_components)`, of log(X + skewedness) for the second. */
const sampler = (name: string, isSkewed: boolean): Lowering =>
  defineLowering({
    class: `sklearn.kernel_approximation.${name}`,
    lower: ({ state, ops, rows }) =>
      transformer(() => {
        const weights = state.matrix("random_weights_");
        const x = isSkewed ? ops.log(skewed(ops, rows.x, state.amount("skewedness"))) : rows.x;
        const product = ops.matmul(x, ops.doubles([weights.rows, weights.cols], weights.data));
        const angle = ops.add(product, ops.row(state.vector("random_offset_", weights.cols)));
        return ops.mul(ops.cos(angle), ops.double(Math.sqrt(2 / state.amount("n_components"))));
      }),
  });

/** Intervals for 1, 2 and 3 steps where none is given. */
const INTERVALS = [0.8, 0.5, 0.4];

function interval({ state, at }: Context, steps: number): number {
  for (const key of ["sample_interval", "sample_interval_", "_sample_interval"]) if (state.has(key)) return state.amount(key);
  const value = INTERVALS[steps - 1];
  if (value === undefined) throw unsupported(at, state.className, sentence`it has no sample_interval for its sample_steps`);
  return value;
}

/** Roots, then a cosine and a sine a step; zeros stay zero. */
const additiveChi2 = defineLowering({
  class: "sklearn.kernel_approximation.AdditiveChi2Sampler",
  lower: (context) => {
    const { state, ops, rows } = context;
    const steps = state.whole("sample_steps", 1, MOST_STEPS);
    const width = interval(context, steps);
    const { x } = rows;
    return transformer(() => {
      const zero = ops.double(0);
      const isZero = ops.equal(x, zero);
      const log = ops.log(ops.where(isZero, ops.double(1), x));
      const blocks = [ops.sqrt(ops.mul(x, ops.double(width)))];
      for (let step = 1; step < steps; step++) {
        const share = ops.div(ops.mul(ops.mul(ops.double(2), x), ops.double(width)), ops.double(Math.cosh(Math.PI * step * width)));
        const [factor, angle] = [ops.sqrt(share), ops.mul(ops.double(step * width), log)];
        for (const wave of [ops.cos(angle), ops.sin(angle)]) blocks.push(ops.where(isZero, zero, ops.mul(factor, wave)));
      }
      return ops.concat(blocks);
    });
  },
});

/** Count sketches of X, one a degree, folded into one another by circular convolution. */
const countSketch = defineLowering({
  class: "sklearn.kernel_approximation.PolynomialCountSketch",
  lower: ({ state, ops, rows, at }) => {
    const places = state.matrix("indexHash_");
    const signs = state.matrix("bitHash_", places.rows, places.cols);
    const size = state.whole("n_components", 1, 2 ** 20);
    if (places.rows !== state.amount("degree")) throw state.inconsistent("indexHash_ needs a row a degree");
    const coef0 = state.amount("coef0");
    const features = coef0 === 0 ? places.cols : places.cols - 1;
    const sketch = (degree: number): Value => {
      const table = matrix(places.cols, size);
      for (let j = 0; j < places.cols; j++) {
        const place = places.data[degree * places.cols + j] ?? -1;
        if (!(Number.isInteger(place) && place >= 0 && place < size)) throw state.inconsistent("indexHash_ points outside of n_components");
        table.data[j * size + place] = signs.data[degree * places.cols + j] ?? 0;
      }
      const x = ops.mul(rows.x, ops.row(new Float64Array(features).fill(Math.sqrt(state.amount("gamma")))));
      const own = ops.matmul(x, ops.doubles([features, size], table.data.subarray(0, features * size)));
      if (coef0 === 0) return own;
      return ops.add(own, ops.row(table.data.subarray(features * size).map((sign) => sign * Math.sqrt(coef0))));
    };
    const turns = Array.from({ length: size * size }, (_, p) => (((Math.floor(p / size) - (p % size)) % size) + size) % size);
    const fold = (a: Value, b: Value): Value =>
      ops.sum(ops.mul(ops.reshape(ops.columns(b, turns), ["N", size, size]), ops.reshape(a, ["N", 1, size])), false, 2);
    return transformer(() => {
      if (size > MOST_COMPONENTS && places.rows > 1)
        throw unsupported(at, state.className, sentence`more than ${MOST_COMPONENTS} components: its graph would take their square a row`);
      let out = sketch(0);
      for (let degree = 1; degree < places.rows; degree++) out = fold(out, sketch(degree));
      return out;
    });
  },
});

/** K − means of the fitted kernel's rows − its own + mean of all. */
function centred(ops: Context["ops"], kernel: Value, rows: Float64Array, all: number): Value {
  return ops.add(ops.sub(ops.sub(kernel, ops.row(rows)), ops.mean(kernel, true)), ops.double(all));
}

const kernelCenterer = defineLowering({
  class: "sklearn.preprocessing.KernelCenterer",
  lower: ({ state, ops, rows }) => transformer(() => centred(ops, rows.x, state.vector("K_fit_rows_"), state.amount("K_fit_all_"))),
});

const kernelPca = defineLowering({
  class: "sklearn.decomposition.KernelPCA",
  lower: (context) => {
    const { state, ops } = context;
    const fitted = storedMatrix(state, "X_fit_");
    const values = state.vector("eigenvalues_");
    const vectors = state.matrix("eigenvectors_", fitted.rows, values.length);
    const centerer = state.object("_centerer");
    if (centerer === null) throw state.inconsistent("it has no _centerer");
    const round = floatType(state.dtype("eigenvectors_"), state.dtype("eigenvalues_")) === "float32" ? Math.fround : Number;
    const isGuarded = state.since(0, 21);
    const scaled = vectors.data.map((value, at) => {
      const eigenvalue = values[at % values.length] ?? 0;
      return eigenvalue === 0 && isGuarded ? 0 : round(value / round(Math.sqrt(eigenvalue)));
    });
    const parameters = kernelParameters(state, state.has("gamma_") ? "gamma_" : "gamma");
    return transformer(() => {
      const kernel = kernelWith(context, fitted, parameters);
      const middle = centred(ops, kernel, centerer.vector("K_fit_rows_", fitted.rows), centerer.amount("K_fit_all_"));
      return ops.matmul(middle, ops.doubles([vectors.rows, vectors.cols], scaled));
    });
  },
});

/** Distributions of the fitted rows, weighed by a kernel. */
const labelPropagation = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.semi_supervised.${name}`,
    lower: (context) => {
      const { state, ops, rows, at } = context;
      const labels = labelTable(context);
      if (state.text("kernel") === "knn")
        throw unsupported(at, state.className, sentence`the kernel knn: which of equally near rows are found has no exact form`);
      const fitted = storedMatrix(state, "X_");
      const distributions = state.matrix("label_distributions_", fitted.rows, labels.count);
      const parameters = { gamma: state.number("gamma"), degree: null, coef0: null };
      const proba = once(() => {
        const kernel =
          state.text("kernel") === "rbf"
            ? namedKernel(context, "rbf", rows.x, fitted, parameters)
            : functionKernel(context, "kernel", rows.x, fitted);
        return normalized(ops, ops.matmul(kernel, ops.doubles([distributions.rows, distributions.cols], distributions.data)));
      });
      return { kind: "classifier", methods: makes({ predict: () => decoded(ops, labels, ops.argmax(proba())), predict_proba: proba }) };
    },
  });

export const KERNEL_MODELS: readonly Lowering[] = [
  additiveChi2,
  countSketch,
  kernelCenterer,
  kernelPca,
  kernelRidge,
  labelPropagation("LabelPropagation"),
  labelPropagation("LabelSpreading"),
  nystroem,
  sampler("RBFSampler", false),
  sampler("SkewedChi2Sampler", true),
];
