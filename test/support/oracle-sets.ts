/**
 * The oracle sets of the shared corpus: someone else's fitted models, as sklearn 0.19.2 pickled them and as ONNX files, with
 * the rows that they were asked and sklearn's own answers. Nothing here is unpickled by Python: our guest reads it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { X } from "../../src/model/all.js";
import { arrayOf, own, typeOf } from "../../src/neutral/document.js";
import type { NDArray } from "../../src/numeric/ndarray.js";
import { runGuest } from "./guest.js";
import { SHARED } from "./shared.js";

const CORPUS = SHARED === null ? "" : join(SHARED, "corpus", "open");
const FOLDER = join(CORPUS, "oracle");

export interface OracleSet {
  readonly name: string;
  /** The pickle of the fitted model. */
  readonly model: string;
  /** Its file that ends so. */
  readonly file: (end: string) => string;
}

/** Pickles of the corpus by their hash. */
const pickles = new Map(
  ["permissive", "copyleft"]
    .map((licence) => join(CORPUS, licence))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name): [string, string] => [name.replace(/\..*$/, ""), join(folder, name)])),
);

function setOf(id: string): OracleSet {
  const files = readdirSync(join(FOLDER, id));
  const file = (end: string): string => join(FOLDER, id, files.find((name) => name.endsWith(end)) ?? "");
  return { name: file(".model.onnx").replace(/^.*\/|\.model\.onnx$/g, ""), model: pickles.get(id) ?? "", file };
}

export const oracleSets: readonly OracleSet[] = SHARED !== null && existsSync(FOLDER) ? readdirSync(FOLDER).map(setOf) : [];
if (oracleSets.length === 0) process.stderr.write("\n*** the oracle sets of ../shared are not here: SKIPPED ***\n\n");

/** The rows that the model was asked: an array, or dicts. */
export function rowsOf({ file }: OracleSet): X {
  const { root } = runGuest(readFileSync(file(".data.pkl")));
  return typeOf(root) === "ndarray" ? arrayOf(root) : (root as X);
}

/** Recorded answers: arrays, sparse matrices of scipy written out. */
function arraysIn(root: unknown): NDArray[] {
  if (Array.isArray(root)) return root.flatMap(arraysIn);
  if (typeOf(root) === "ndarray") return [arrayOf(root)];
  const state = own(root, "state");
  const [indices, indptr, data] = ["indices", "indptr", "data"].map((key) => Array.from(arrayOf(own(state, key)).data, Number));
  const shape = own(own(state, "_shape"), "items") as number[];
  const [rows = 0, cols = 0] = shape;
  const out = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++)
    for (let at = indptr?.[i] ?? 0; at < (indptr?.[i + 1] ?? 0); at++) out[i * cols + (indices?.[at] ?? 0)] = data?.[at] ?? 0;
  return [{ dtype: "float64", shape, data: out }];
}

/** An answer, and the method that gave it. */
export interface OracleAnswer {
  readonly method: string;
  readonly wanted: NDArray;
}

/** What Python recorded: labels and scores, values, or transformed rows; `methods`: the model's. */
export function answersOf({ file }: OracleSet, methods: readonly string[]): readonly OracleAnswer[] {
  const wanted = arraysIn(runGuest(readFileSync(file(".expected.pkl"))).root);
  const scores = methods.includes("predict_proba") && wanted[1]?.shape.length === 2 ? "predict_proba" : "decision_function";
  const named = methods.includes("predict") ? ["predict", scores] : ["transform"];
  return wanted.map((one, i) => ({ method: named[i] ?? "", wanted: one }));
}
