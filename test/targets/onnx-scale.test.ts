/** A product of matrices times a single number stays double: onnxruntime's MatMulScaleFusion would take a float32 factor. */
import * as ort from "onnxruntime-node";
import { expect, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { Ops } from "../../src/graph/ops.js";
import { onnxModel } from "../../src/targets/onnx/model.js";
import { runOnnx } from "../support/ort.js";

test.each([1, 2])("%i columns", async (columns) => {
  const builder = new GraphBuilder();
  const ops = new Ops(builder);
  const x = builder.input("X", "float64", ["N", 1]);
  const ones = ops.doubles([1, columns], new Float64Array(columns).fill(1));
  const after = ops.div(ops.matmul(x, ones), ops.double(1.1));
  const row = ops.mul(ops.matmul(x, ones), ops.row(Float64Array.of(1.1)));
  const before = ops.matmul(ops.mul(ops.double(1.1), x), ones);
  const outputs = Object.entries({ after, row, before }).map(([name, value]) => ({ name, value }));
  const model = onnxModel(builder.graph(outputs), { producerVersion: "test", opset: 18, metadata: {} });
  const found = await runOnnx(model, { X: new ort.Tensor("float64", Float64Array.of(1 / 3, 5), [2, 1]) });
  const each = (values: readonly number[]): number[] => values.flatMap((value) => new Array<number>(columns).fill(value));
  expect(Array.from(found["after"]?.data ?? [], Number)).toEqual(each([1 / 3 / 1.1, 5 / 1.1]));
  expect(Array.from(found["row"]?.data ?? [], Number)).toEqual(each([1 / 3, 5].map((value) => value * 1.1)));
  expect(Array.from(found["before"]?.data ?? [], Number)).toEqual(each([1 / 3, 5].map((value) => 1.1 * value)));
});
