/**
 * A graph in float32: half the weights, and answers that are rounded on their way. Only estimators whose graphs have nothing
 * that leans on doubles are made so (votes beside small shares, slack of distances, places far out): linear models, scalers,
 * projections, networks, and trees, whose decisions stay what they are (`trees/tables.ts`).
 */
import { sentence } from "../errors.js";
import { PRINCIPAL } from "./decomposition/principal.js";
import { PROJECTIONS } from "./decomposition/projections.js";
import { unsupported } from "./define.js";
import type { Attribute, DType, Graph, Node, Tensor, Value } from "./ir.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { PIPELINES } from "./meta/pipeline.js";
import { NEURAL_NETWORKS } from "./neural-network/neural-network.js";
import { ELEMENT_TYPES } from "./ops.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { TREES } from "./trees/trees.js";

/** Classes that have a graph in float32. */
export const SINGLE_CLASSES: ReadonlySet<string> = new Set(
  [...LINEAR_REGRESSORS, ...LINEAR_CLASSIFIERS, ...SCALERS, ...PRINCIPAL, ...PROJECTIONS, ...NEURAL_NETWORKS, ...TREES, ...PIPELINES].map(
    (lowering) => lowering.class,
  ),
);

const single = (dtype: DType): DType => (dtype === "float64" ? "float32" : dtype);

/** Least float32 that has all its digits. */
const LEAST = 2 ** -126;

/** @throws CornichonError `target.unsupported` for what float32 does not hold */
function singles(className: string, { dtype, shape, data }: Tensor): Tensor {
  if (dtype !== "float64" || !(data instanceof Float64Array)) return { dtype, shape, data };
  const rounded = Float32Array.from(data);
  const isLost = (value: number, i: number): boolean =>
    Number.isFinite(value) && value !== 0 && !(Math.abs(Number(rounded[i])) >= LEAST && Number.isFinite(Number(rounded[i])));
  const lost = data.find(isLost);
  if (lost !== undefined) throw unsupported("", className, sentence`it holds ${lost}, which is no number of float32`);
  return { dtype: "float32", shape, data: rounded };
}

function attributeOf(className: string, node: Node, name: string, attribute: Attribute): Attribute {
  if (attribute.type === "tensor") return { type: "tensor", value: singles(className, attribute.value) };
  const isCast = node.op === "Cast" && name === "to" && attribute.type === "int" && attribute.value === ELEMENT_TYPES.float64;
  return isCast ? { type: "int", value: ELEMENT_TYPES.float32 } : attribute;
}

/** The same graph with float32 for every double. @throws CornichonError `target.unsupported` */
export function singleGraph({ inputs, constants, nodes, outputs }: Graph, className: string, classes: ReadonlySet<string>): Graph {
  const other = [...classes].find((name) => !SINGLE_CLASSES.has(name));
  if (other !== undefined) throw unsupported("", other, sentence`it is written in float64 only`);
  const value = (one: Value): Value => ({ ...one, dtype: single(one.dtype) });
  return {
    inputs: inputs.map(value),
    constants: new Map([...constants].map(([name, tensor]) => [name, singles(className, tensor)])),
    nodes: nodes.map((node) => ({
      ...node,
      attributes: Object.fromEntries(
        Object.entries(node.attributes).map(([name, attribute]) => [name, attributeOf(className, node, name, attribute)]),
      ),
    })),
    outputs: outputs.map((output) => ({ name: output.name, value: value(output.value) })),
  };
}
