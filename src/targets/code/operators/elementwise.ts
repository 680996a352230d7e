/** Operators whose every element is made of the operands' elements at the same place. */
import { sentence } from "../../../errors.js";
import type { DType, Node } from "../../../graph/ir.js";
import { ELEMENT_TYPES } from "../../../graph/ops.js";
import { binary, cast, choose, lookup, unary } from "../expressions.js";
import { type Planner, refuse, scalarOf } from "../planner.js";
import type { BinaryOp, Expr, Scalar, UnaryOp } from "../program.js";
import { joined, rangeOf, rangeOfElements, rangeOfValues } from "../ranges.js";
import { broadcast, type Shape } from "../shapes.js";
import { inputName, intOf, listOf, type Operator, type Operators, onlyAttributes, outputName, textsOf } from "./define.js";

const UNARY: Readonly<Record<string, UnaryOp>> = {
  Neg: "neg",
  Abs: "abs",
  Exp: "exp",
  Log: "log",
  Sqrt: "sqrt",
  Floor: "floor",
  Ceil: "ceil",
  Round: "round",
  Sign: "sign",
  Sin: "sin",
  Cos: "cos",
  Tanh: "tanh",
  Relu: "relu",
  Not: "not",
};

const BINARY: Readonly<Record<string, BinaryOp>> = {
  Add: "add",
  Sub: "sub",
  Mul: "mul",
  Div: "div",
  Pow: "pow",
  Min: "min",
  Max: "max",
  Mod: "mod",
  Greater: "gt",
  GreaterOrEqual: "ge",
  Less: "lt",
  LessOrEqual: "le",
  Equal: "eq",
  And: "and",
  Or: "or",
};

/** What whole numbers have, too. */
const WHOLE: ReadonlySet<string> = new Set(
  "Neg Abs Sign Relu Add Sub Mul Min Max Mod Greater GreaterOrEqual Less LessOrEqual Equal".split(" "),
);
const TRUTH: ReadonlySet<string> = new Set(["Not", "And", "Or", "Equal"]);

/** Whether an operator has a meaning for a type. */
function takes(op: string, type: Scalar): boolean {
  if (type === "bool") return TRUTH.has(op);
  if (type === "str") return op === "Equal";
  return type === "int" ? WHOLE.has(op) : op !== "Not" && op !== "And" && op !== "Or";
}

/** Arithmetic of float32 is rounded to it. */
const rounded = (value: Expr): Expr => (value.type === "f32" ? cast({ ...value, type: "f64" }, "f32") : value);

function joint(node: Node, shapes: readonly Shape[]): Shape {
  return shapes.reduce((all, shape) => {
    const both = broadcast(all, shape);
    if (both === null) throw refuse(node, sentence`its operands have shapes that do not go together`);
    return both;
  }, []);
}

function member(planner: Planner, node: Node, type: Scalar, build: (args: readonly Expr[]) => Expr): void {
  const operands = node.inputs.map((_, i) => inputName(node, i));
  const shape = joint(
    node,
    operands.map((name) => planner.form(name).shape),
  );
  const name = outputName(node);
  planner.elementwise({ name, type, shape, operands, build });
  const parts = operands.map((operand) => ({ range: planner.range(operand), shape: planner.form(operand).shape }));
  planner.bound(name, rangeOfElements(node, parts, shape));
}

const argument = (args: readonly Expr[], i: number): Expr => {
  const found = args[i];
  if (found === undefined) throw new Error("an operand is missing");
  return found;
};

const one =
  (op: UnaryOp): Operator =>
  (planner, node) => {
    onlyAttributes(node, []);
    const { type } = planner.form(inputName(node, 0));
    if (node.inputs.length !== 1 || !takes(node.op, type)) throw refuse(node, sentence`its operands are of types that it does not have`);
    member(planner, node, type, (args) => rounded(unary(op, argument(args, 0))));
  };

const two =
  (op: BinaryOp): Operator =>
  (planner, node) => {
    onlyAttributes(node, op === "mod" ? ["fmod"] : []);
    const [a, b] = [inputName(node, 0), inputName(node, 1)];
    const { type } = planner.form(a);
    if (
      node.inputs.length !== 2 ||
      planner.form(b).type !== type ||
      !takes(node.op, type) ||
      (op === "mod" && intOf(node, "fmod", 0) !== 1)
    )
      throw refuse(node, sentence`its operands are of types that it does not have`);
    const result = binary(op, { kind: "local", type, name: "" }, { kind: "local", type, name: "" }).type;
    // The largest of a value and itself is a hint to onnxruntime alone.
    const same = (op === "max" || op === "min") && a === b;
    member(planner, node, result, (args) => (same ? argument(args, 0) : rounded(binary(op, argument(args, 0), argument(args, 1)))));
  };

const where: Operator = (planner, node) => {
  onlyAttributes(node, []);
  const types = [0, 1, 2].map((i) => planner.form(inputName(node, i)).type);
  const [condition, yes, no] = types;
  if (condition !== "bool" || yes === undefined || yes !== no)
    throw refuse(node, sentence`its operands are of types that it does not have`);
  member(planner, node, yes, (args) => choose(argument(args, 0), argument(args, 1), argument(args, 2)));
};

const DTYPES: ReadonlyMap<number, DType> = new Map(
  (["float64", "float32", "int64", "int32", "bool", "string"] as const).map((dtype) => [ELEMENT_TYPES[dtype], dtype]),
);

const casting: Operator = (planner, node) => {
  onlyAttributes(node, ["to"]);
  const dtype = DTYPES.get(intOf(node, "to", -1));
  const { type } = planner.form(inputName(node, 0));
  if (type === "bool") planner.bound(inputName(node, 0), rangeOf(0, 1));
  if (dtype === undefined || dtype === "string" || type === "str") throw refuse(node, sentence`a type that it cannot become`);
  const to = scalarOf(dtype);
  member(planner, node, to, (args) => cast(argument(args, 0), to));
};

const missing: Operator = (planner, node) => {
  onlyAttributes(node, []);
  const { type } = planner.form(inputName(node, 0));
  if (type !== "f64" && type !== "f32") throw refuse(node, sentence`its operands are of types that it does not have`);
  member(planner, node, "bool", (args) => unary("isnan", argument(args, 0), "bool"));
};

/** An element of doubles (or of their comparisons) by its operands' elements, for an operator that has nothing else to say; null for others. */
export function element(node: Node): ((args: readonly Expr[]) => Expr) | null {
  if (Object.keys(node.attributes).length > 0 || node.domain !== "") return null;
  const [single, pair] = [UNARY[node.op], BINARY[node.op]];
  if (Object.hasOwn(UNARY, node.op) && single !== undefined) return (args) => unary(single, argument(args, 0));
  if (Object.hasOwn(BINARY, node.op) && pair !== undefined && pair !== "mod")
    return (args) => binary(pair, argument(args, 0), argument(args, 1));
  return node.op === "Where" ? (args) => choose(argument(args, 0), argument(args, 1), argument(args, 2)) : null;
}

/** Numbers of texts. */
const labelEncoder: Operator = (planner, node) => {
  onlyAttributes(node, ["keys_strings", "values_int64s", "default_int64"]);
  if (planner.form(inputName(node, 0)).type !== "str") throw refuse(node, sentence`it takes something else than texts`);
  const map = `m_${outputName(node)}`;
  const table = textMapOf(node);
  planner.shared.maps.set(map, table);
  member(planner, node, "int", (args) => lookup(map, argument(args, 0)));
  planner.bound(outputName(node), joined(rangeOfValues([...Array.from(table.values), table.otherwise])));
};

/** A LabelEncoder's table. */
function textMapOf(node: Node): {
  readonly keys: readonly string[];
  readonly values: ArrayLike<number>;
  readonly otherwise: number;
} {
  const [keys, values] = [textsOf(node, "keys_strings"), listOf(node, "values_int64s")];
  if (keys.length !== values.length || new Set(keys).size < keys.length) throw refuse(node, sentence`its keys are not distinct`);
  return { keys, values, otherwise: intOf(node, "default_int64", -1) };
}

const entriesOf = <T>(table: Readonly<Record<string, T>>, make: (op: T) => Operator): Operators =>
  Object.fromEntries(Object.entries(table).map(([name, op]) => [name, make(op)]));

export const ELEMENTWISE: Operators = {
  ...entriesOf(UNARY, one),
  ...entriesOf(BINARY, two),
  Where: where,
  Cast: casting,
  IsNaN: missing,
  "ai.onnx.ml.LabelEncoder": labelEncoder,
};
