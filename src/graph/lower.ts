/**
 * From an estimator of a neutral document to a graph of what its methods answer. What has no lowering, or none for an
 * option that it was fitted with, is `target.unsupported` with the step's path; nothing is approximated.
 */
import { CornichonError, sentence } from "../errors.js";
import { State } from "../models/state.js";
import type { References } from "../neutral/document.js";
import { GraphBuilder } from "./builder.js";
import { type Lowered, type LowerInner, type Lowering, type TextForm, unsupported } from "./define.js";
import { Guards } from "./guards.js";
import { LOWERINGS } from "./index.js";
import { inputForm } from "./input.js";
import type { Graph, Value } from "./ir.js";
import { Ops } from "./ops.js";
import { rootRows } from "./parts/rows.js";
import { REFUSED } from "./refused.js";

const byClass = new Map(LOWERINGS.map((lowering) => [lowering.class, lowering]));

/** Classes that have a graph of ONNX's operators, by their canonical names. */
export const GRAPH_CLASSES: readonly string[] = LOWERINGS.flatMap((one) => (one.only === undefined ? [one.class] : [])).sort();

const MAX_NESTING = 64;
/** Estimators that references may repeat: each is lowered again, over another X. */
const MAX_ESTIMATORS = 10_000;

/** An output: its name, the method that it is, and whether numbers of one axis become a column. */
export interface Output {
  readonly name: string;
  readonly method: string;
  readonly column?: boolean;
}

export interface LoweredModel {
  readonly kind: Lowered["kind"];
  /** Methods that can be asked for. */
  readonly methods: readonly string[];
  /** Canonical classes of what was lowered so far: all that a graph has part of, once it is made. */
  readonly classes: ReadonlySet<string>;
  /** What the graph takes: `X`, or an input a column. */
  readonly inputs: readonly Value[];
  /** Whether a method has an exact form: a model may have one for its labels and none for its probabilities. */
  writes(method: string): boolean;
  /** Why a method has none; null where it has one. */
  refusal(method: string): CornichonError | null;
  /** The graph of some of them; an output is named as it is given here. @throws CornichonError `target.unsupported` */
  graph(outputs: readonly Output[]): Graph;
}

/** What a target can do beside the operators that all have. */
export interface LowerOptions {
  /** How texts are taken; by operators unless told otherwise. */
  readonly textForm?: TextForm;
  /** Numbers that sklearn refuses are errors (`guards.ts`). */
  readonly isGuarded?: boolean;
}

/** @throws CornichonError `target.unsupported` */
function loweringOf({ className }: State, textForm: TextForm, at: string): Lowering {
  const lowering = byClass.get(className);
  if (lowering === undefined || (lowering.only ?? textForm) !== textForm)
    throw unsupported(at, className, REFUSED.get(className) ?? sentence`this class has no graph yet`);
  return lowering;
}

/**
 * Lowers an estimator; `features`: the number of X's columns, where the model itself does not tell.
 * @throws CornichonError `target.unsupported`, `model.*`
 */
export function lower(
  estimator: unknown,
  references: References,
  features: number | null,
  { textForm = "operators", isGuarded = false }: LowerOptions = {},
): LoweredModel {
  const builder = new GraphBuilder();
  const ops = new Ops(builder);
  const guards = isGuarded ? new Guards(ops) : null;
  const classes = new Set<string>();
  let depth = 0;
  let count = 0;
  const inner: LowerInner = (value, rows, at) => {
    const state = new State(references.resolve(value), references);
    const lowering = loweringOf(state, textForm, at);
    if (depth >= MAX_NESTING || ++count > MAX_ESTIMATORS) throw state.inconsistent("it contains itself, or others too often");
    classes.add(state.className);
    depth++;
    try {
      return lowering.lower({ state, ops, rows: guards?.held(state, rows) ?? rows, inner, textForm, at });
    } finally {
      depth--;
    }
  };
  // Why a class has no graph is told before what its X would be.
  loweringOf(new State(references.resolve(estimator), references), textForm, "");
  const form = inputForm(estimator, references, features).map((one) => one && builder.input(one.name, one.dtype, one.shape));
  const inputs = form.filter((one) => one !== null);
  const { kind, methods } = inner(estimator, rootRows(ops, form), "");
  const valueBy = (method: string): Value => {
    const make = methods.get(method);
    if (make === undefined) throw new CornichonError("model.method", sentence`The estimator has no such method.`);
    return make();
  };
  const refusal = (method: string): CornichonError | null => {
    try {
      valueBy(method);
      return null;
    } catch (error) {
      if (error instanceof CornichonError && error.code === "target.unsupported") return error;
      throw error;
    }
  };
  return {
    kind,
    methods: [...methods.keys()],
    classes,
    inputs,
    writes: (method) => methods.has(method) && refusal(method) === null,
    refusal,
    graph: (outputs) =>
      builder.graph(
        outputs.map(({ name, method, column = false }) => {
          if (inputs.some((input) => input.name === name)) throw unsupported("", name, sentence`a column has the name of an output`);
          const value = valueBy(method);
          return { name, value: column ? ops.column(value) : value };
        }),
      ),
  };
}
