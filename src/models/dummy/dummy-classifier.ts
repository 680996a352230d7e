/**
 * sklearn.dummy.DummyClassifier: the most frequent class, a constant one, or random ones: `stratified` by the classes'
 * shares, `uniform` without them, drawn by numpy's own generator from the seed in `random_state`.
 */
import { float64, int64, type NDArray } from "../../numeric/ndarray.js";
import { sparseOf } from "../../numeric/stack.js";
import { defineModel, methods, type Result } from "../define.js";
import { rowCount } from "../parts/columns/row-count.js";
import { isRandom, outputsOf, strategyOf } from "../parts/dummy-outputs.js";
import { expectationOf } from "../parts/expectation.js";
import { stacked } from "../parts/meta/stacked-labels.js";
import { seeded } from "../parts/stored/random-state.js";

export const DummyClassifier = defineModel({
  class: "sklearn.dummy.DummyClassifier",
  build: (state) => {
    const strategy = strategyOf(state);
    const outputs = outputsOf(state, strategy);
    const expected = expectationOf(state, null);
    const single = outputs.length === 1 && !state.flag("output_2d_", false);
    const generator = seeded(state, `The strategy ${strategy}`);
    const whole = state.before(0, 21);

    /** Positions of random classes, output by output from one generator. */
    const drawn = (rows: number): number[][] => {
      const random = generator();
      return outputs.map(({ labels, shares }) =>
        Array.from({ length: rows }, () => (strategy === "uniform" ? random.below(labels.count) : random.category(shares))),
      );
    };
    const positions = (rows: number): number[][] =>
      isRandom(strategy) ? drawn(rows) : outputs.map(({ always }) => new Array<number>(rows).fill(always));

    /** Rows of probabilities: shares, the same for all, or a one where the class is. */
    const table = (rows: number): NDArray[] => {
      const at = strategy === "prior" || strategy === "uniform" ? null : positions(rows);
      return outputs.map(({ labels: { count }, shares }, k) => {
        const data = new Float64Array(rows * count);
        for (let i = 0; i < rows; i++) {
          if (at !== null) data[i * count + (at[k]?.[i] ?? 0)] = 1;
          else if (strategy === "prior") data.set(shares, i * count);
          else data.fill(1 / count, i * count, (i + 1) * count);
        }
        return strategy === "stratified" && whole ? int64([rows, count], data) : float64([rows, count], data);
      });
    };
    const unwrapped = (arrays: readonly NDArray[]): Result => (single && arrays[0] !== undefined ? arrays[0] : arrays);
    return {
      ...expected,
      classes: single && outputs[0] !== undefined ? outputs[0].labels.classes : outputs.map(({ labels }) => labels.classes),
      methods: methods({
        predict: (x) => {
          const at = positions(rowCount(x));
          const taken = outputs.map(({ labels, always }, k) => ({ labels, positions: at[k] ?? [], always }));
          const said = stacked(taken, single);
          return state.flag("sparse_output_", false) ? sparseOf(said) : said;
        },
        predict_proba: (x) => unwrapped(table(rowCount(x))),
        predict_log_proba: (x) => {
          const logs = table(rowCount(x)).map(({ shape, data }) =>
            float64(
              shape,
              Float64Array.from(data, (p) => Math.log(Number(p))),
            ),
          );
          const [first] = logs;
          // numpy.log of a list of one array: to 0.19, where y had two axes.
          return !single && logs.length === 1 && first !== undefined ? { ...first, shape: [1, ...first.shape] } : unwrapped(logs);
        },
      }),
    };
  },
});
