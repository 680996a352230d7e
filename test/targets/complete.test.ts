/** Each class that has a model has a graph, or a sentence why it has none; none has both, and none is of no model. */
import { expect, test } from "vitest";
import { GRAPH_CLASSES } from "../../src/graph/lower.js";
import { REFUSED } from "../../src/graph/refused.js";
import { MODEL_CLASSES } from "../../src/model/all.js";

test("no model is without a graph or a reason", () => {
  expect(MODEL_CLASSES.filter((name) => GRAPH_CLASSES.includes(name) === REFUSED.has(name))).toEqual([]);
  expect([...GRAPH_CLASSES, ...REFUSED.keys()].filter((name) => !MODEL_CLASSES.includes(name))).toEqual([]);
});
