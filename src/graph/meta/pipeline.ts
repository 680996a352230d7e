/** Pipelines of sklearn and imbalanced-learn: transforms one after the other, then whatever the last step can. */
import { sentence } from "../../errors.js";
import { isSampler } from "../../models/parts/meta/samplers.js";
import { type Step, stepsOf } from "../../models/parts/meta/steps.js";
import { below, type Context, defineLowering, type Lowered, type Lowering, type Rows, unsupported } from "../define.js";
import { asOne, rowsOf } from "../parts/rows.js";

const passes = (value: unknown): boolean => value === null || value === "passthrough";

/** `isSkipped`: steps that do nothing when a pipeline is asked. */
const pipeline = (name: string, isSkipped: (step: Step) => boolean): Lowering =>
  defineLowering({
    class: name,
    lower: (context) => {
      const { state, rows, at } = context;
      const steps = stepsOf(state, "steps", 2);
      const last = steps.at(-1);
      if (last === undefined) throw state.inconsistent("it has no steps");
      let current: Rows = rows;
      for (const step of steps.slice(0, -1))
        if (!passes(step.value) && !isSkipped(step)) current = transformed(context, step.value, current, below(at, step.name));
      if (passes(last.value) || isSkipped(last))
        return { kind: "transformer", methods: new Map([["transform", () => asOne(context, current)]]) };
      const lowered = context.inner(last.value, current, below(at, last.name));
      // The inverse goes back through every step; it stands outside of a graph that goes forth.
      return { ...lowered, methods: new Map([...lowered.methods].filter(([method]) => method !== "inverse_transform")) };
    },
  });

export const PIPELINES: readonly Lowering[] = [
  pipeline("sklearn.pipeline.Pipeline", () => false),
  pipeline("imblearn.pipeline.Pipeline", isSampler),
];

function transformed({ inner, ops }: Context, value: unknown, rows: Rows, at: string): Rows {
  const lowered: Lowered = inner(value, rows, at);
  const transform = lowered.methods.get("transform");
  if (transform === undefined) throw unsupported(at, "Pipeline", sentence`the step has no transform`);
  return rowsOf(ops, transform());
}
