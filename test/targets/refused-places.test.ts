/**
 * Refusals say where: of each fixture, the path that one names is a path that `--select` takes and leads to the class that it
 * names, from the root of the document, whatever was selected; and no refusal is of an operator, which no user has.
 */
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { pathText, placeAt } from "../../src/model/paths.js";
import { type NeutralDocument, own, referencesOf } from "../../src/neutral/document.js";
import { toCode } from "../../src/targets/code/index.js";
import { writeTarget } from "../../src/targets/index.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { documentIn, todayLabels } from "../support/today.js";

const NAMED = /^(?:(.+) \()?([\w.]+)\)?$/;

/** What is refused: the path, empty for the root, and the class; null where nothing is. */
function refusal(write: () => unknown): { readonly at: string; readonly name: string } | null {
  try {
    write();
    return null;
  } catch (error) {
    if (!(error instanceof CornichonError)) throw error;
    if (error.code !== "target.unsupported") return null;
    const [, at = "", name = ""] = NAMED.exec(String(error.args["name"])) ?? [];
    return { at, name };
  }
}

/** What is wrong with a refusal's place; null where it is right. */
function misplaced(document: NeutralDocument, { at, name }: { readonly at: string; readonly name: string }): string | null {
  if (at === "") return null;
  const place = placeAt(document.root, at, referencesOf(document));
  if (place === null) return `${at}: nothing stands there`;
  const found = own(place.value, "class");
  return found === name ? null : `${at}: ${String(found)}, not ${name}`;
}

const METHODS = ["predict", "predict_proba", "decision_function", "transform", "score_samples"];

describe("a refusal", () => {
  const labels = todayLabels();

  test.each([
    ["onnx", (of: NeutralDocument, select: string | undefined, method: string) => toOnnx(of, select, { outputs: [method] })],
    [
      "code",
      (of: NeutralDocument, select: string | undefined, method: string) => toCode(of, select, { language: "js", outputs: [method] }),
    ],
  ] as const)(
    "of %s names what --select takes",
    (_target, write) => {
      const wrong = new Set<string>();
      const nested = new Set<string>();
      for (const { name, text } of labels) {
        const plain = documentIn(text);
        const whole: NeutralDocument = { ...plain, root: { models: [plain.root] } };
        for (const method of METHODS) {
          const own = refusal(() => write(plain, undefined, method));
          if (own === null) continue;
          if (/^[A-Z]\w+$/.test(own.name) && !own.name.startsWith("The")) wrong.add(`${name}: ${own.name} is refused`);
          const problem = misplaced(plain, own);
          if (problem !== null) wrong.add(`${name}: ${problem}`);
          if (own.at === "") continue;
          nested.add(own.at);
          expect(refusal(() => write(whole, "models[0]", method))?.at).toBe(`models[0].${own.at}`);
        }
      }
      expect([...wrong]).toEqual([]);
      expect(nested.size).toBeGreaterThan(0);
    },
    240_000,
  );
});

/** A class that nothing knows, and one that has a model and no graph. */
const NOWHERE = "sklearn.nowhere.Nothing";
const NO_GRAPH = "sklearn.manifold.TSNE";

/** The last estimator of each class inside a value, itself left out. */
function inner(root: unknown): object[] {
  const found = new Map<unknown, object>();
  const queue: unknown[] = [root];
  for (const value of queue) {
    if (typeof value !== "object" || value === null) continue;
    const name = own(value, "class");
    if (
      value !== root &&
      typeof name === "string" &&
      name.startsWith("sklearn.") &&
      own(own(value, "state"), "_sklearn_version") !== undefined
    )
      found.set(name, value);
    queue.push(...Object.values(value).filter((part) => typeof part === "object"));
  }
  return [...found.values()];
}

/** The first refusal of a class. */
const refusedOf = (unknown: string, writes: readonly (() => unknown)[]) =>
  writes.map((write) => refusal(write)).find((one) => one?.name === unknown) ?? null;

test.each([
  ["onnx", NO_GRAPH, METHODS.map((method) => (of: NeutralDocument) => toOnnx(of, undefined, { outputs: [method] })), 40],
  ["code", NO_GRAPH, METHODS.map((method) => (of: NeutralDocument) => toCode(of, undefined, { language: "js", outputs: [method] })), 40],
  ["pickle", NOWHERE, [(of: NeutralDocument) => toPickle(of, undefined, {})], 100],
  ["skops", NOWHERE, [(of: NeutralDocument) => toSkops(of, undefined, {})], 100],
] as const)(
  "--to %s finds an unknown class where it stands, however deep",
  (_target, unknown, writes, least) => {
    const wrong: string[] = [];
    let count = 0;
    for (const { name, text } of todayLabels()) {
      const document = documentIn(text);
      for (const part of inner(document.root)) {
        const before = Object.getOwnPropertyDescriptor(part, "class");
        Object.defineProperty(part, "class", { ...before, value: unknown });
        const found = refusedOf(
          unknown,
          writes.map((write) => () => write(document)),
        );
        const place = found === null ? null : placeAt(document.root, found.at, referencesOf(document));
        if (found !== null) count++;
        // What is given by name is what was fitted of it.
        const isIt = place?.value === part || own(place?.value, "class") === before?.value;
        if (found !== null && !isIt) wrong.push(`${name}: ${String(before?.value)} at ${found.at}`);
        Object.defineProperty(part, "class", before ?? {});
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(least);
  },
  240_000,
);

describe.each(["pickle", "skops"] as const)("--to %s", (to) => {
  const ridge = todayLabels().find(({ name }) => name === "Ridge");
  const index = { $type: "object", class: "pandas.core.indexes.base.Index", origin: "pandas.core.indexes.base.Index", state: {} };
  const plain = documentIn(ridge?.text ?? "");

  test("of a bundle says which part can be written, where one can", async () => {
    const bundle: NeutralDocument = { ...plain, root: { model: plain.root, columns: [1, index] } };
    const why = writeTarget(to, bundle, undefined, {}, null);
    await expect(why).rejects.toThrow("columns[1] (pandas.core.indexes.base.Index)");
    await expect(writeTarget(to, bundle, undefined, {}, null)).rejects.toThrow("what can be written: --select model");
    expect((await writeTarget(to, bundle, "model", {}, null)).bytes).toEqual((await writeTarget(to, plain, undefined, {}, null)).bytes);
    await expect(writeTarget(to, { ...plain, root: [index] }, undefined, {}, null)).rejects.not.toThrow("--select");
  });
});

test("paths are written in one way", () => {
  expect(pathText(["models", 0, "steps", "scaler"])).toBe("models[0].steps.scaler");
  expect(pathText([0, "a"])).toBe("[0].a");
});
