/** sklearn.pipeline.Pipeline: transforms one after the other, then whatever the last step can. */
import { sentence } from "../../errors.js";
import { stepsOf } from "../../models/parts/meta/steps.js";
import { below, type Context, defineLowering, type Lowered, type Rows, unsupported } from "../define.js";
import { asOne, rowsOf } from "../parts/rows.js";

const passes = (value: unknown): boolean => value === null || value === "passthrough";

export const PIPELINE = defineLowering({
  class: "sklearn.pipeline.Pipeline",
  lower: (context) => {
    const { state, rows, at } = context;
    const steps = stepsOf(state, "steps", 2);
    const last = steps.at(-1);
    if (last === undefined) throw state.inconsistent("it has no steps");
    let current: Rows = rows;
    for (const { name, value } of steps.slice(0, -1)) if (!passes(value)) current = transformed(context, value, current, below(at, name));
    if (passes(last.value)) return { kind: "transformer", methods: new Map([["transform", () => asOne(context, current)]]) };
    const lowered = context.inner(last.value, current, below(at, last.name));
    // The inverse goes back through every step; it stands outside of a graph that goes forth.
    return { ...lowered, methods: new Map([...lowered.methods].filter(([name]) => name !== "inverse_transform")) };
  },
});

function transformed({ inner, ops }: Context, value: unknown, rows: Rows, at: string): Rows {
  const lowered: Lowered = inner(value, rows, at);
  const transform = lowered.methods.get("transform");
  if (transform === undefined) throw unsupported(at, "Pipeline", sentence`the step has no transform`);
  return rowsOf(ops, transform());
}
