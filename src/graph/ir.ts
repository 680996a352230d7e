/**
 * A model's answers as a small typed operator graph: what `targets/onnx` writes and `targets/code` prints. Operators,
 * attributes and their meaning are ONNX's (ai.onnx 18, ai.onnx.ml 3), so there is one vocabulary and one specification.
 * A graph holds no model: it is made from the same `State` that models read, and knows nothing of estimators.
 *
 * Nodes stand in the order in which they can run. Nothing here checks what a kernel supports; `ops.ts` makes only nodes
 * that onnxruntime has in double.
 */

/** dtypes of tensors, by numpy's names. */
export type DType = "float64" | "float32" | "int64" | "int32" | "bool" | "string";

/** Length of an axis: `N` is the number of rows. */
export type Dim = number | "N";

/** Values of a constant, one a place in C order. */
export type TensorData = Float64Array | Float32Array | BigInt64Array | Int32Array | Uint8Array | readonly string[];

export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A named tensor of the graph: an input, a constant, or what a node gives. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

export type Attribute =
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "ints"; readonly value: ArrayLike<number> }
  | { readonly type: "floats"; readonly value: ArrayLike<number> }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "tensor"; readonly value: Tensor };

/**
 * Operator sets: ONNX's own, that of classical machine learning, onnxruntime's, and one of our own, for what targets can
 * do that ONNX cannot say in one word (`text/counting.ts`): it is only in graphs for those that ask for it.
 */
export type Domain = "" | "ai.onnx.ml" | "com.microsoft" | "cornichon";

export interface Node {
  readonly op: string;
  readonly domain: Domain;
  /** Names of values; the empty name is an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly nodes: readonly Node[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}
