/** Means of float32 targets: numpy adds them in float32, in an order of its own (`y[None].mean(axis=1)` of numpy 2.5). */
import { describe, expect, test } from "vitest";
import { singleMeanOf } from "../../src/models/parts/neighbors/votes.js";

const TARGETS = Float64Array.of(
  1.323682427406311,
  -0.9926104545593262,
  7.292313575744629,
  -0.7562763690948486,
  0.3288295269012451,
  4.747443199157715,
  -2.7276971340179443,
  -1.7749099731445312,
  0.5628097057342529,
  -0.9896098971366882,
  -3.578293800354004,
  -0.6146295070648193,
  -1.0764868259429932,
  1.8104147911071777,
  -4.994365692138672,
  -2.100537061691284,
  3.4541730880737305,
  5.571992874145508,
  -4.533538818359375,
);
const places = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe("the mean of the nearest", () => {
  test.each([
    [3, 2.541128396987915],
    [7, 1.3165264129638672],
    [8, 0.9300968647003174],
    [11, 0.31233465671539307],
    [19, 0.05014226213097572],
  ])("of %d targets", (count, mean) => expect(singleMeanOf(TARGETS, 1, places(count))[0]).toBe(mean));
});
