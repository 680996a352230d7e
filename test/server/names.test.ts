/** What files are served as, and which of a name's versions is the newest. */
import { describe, expect, test } from "vitest";
import { compareVersions, newestOf, servedName } from "../../src/server/models/names.js";

describe("a file is served as", () => {
  test.each([
    ["model_v1.0.0_2024-01-15.joblib", "model", "1.0.0"],
    ["fac model v2.pkl", "fac model", "2"],
    ["fac model v2.1 2024-01-15.pkl", "fac model", "2.1"],
    ["fac-model-v2_2024-01-15.pkl", "fac-model", "2"],
    ["ridge.v3.pkl.gz", "ridge", "3"],
    ["model_v1.0.0-rc1.joblib", "model", "1.0.0-rc1"],
    ["model_2024-01-15.pkl", "model", "2024-01-15"],
    ["deep/er/model.pkl", "model", null],
    ["v2.pkl", "v2", null],
    ["prev2.pkl", "prev2", null],
    ["модель v2.pkl", "модель", "2"],
  ])("%s", (path, name, version) => {
    expect(servedName("nowhere", path)).toMatchObject({ name, version });
  });
});

test("versions go by their value, what is not out yet before what is", () => {
  const inOrder = [
    null,
    "1.0.0-dev.1",
    "1.0.0-alpha",
    "1.0.0-beta.2",
    "1.0.0-beta.10",
    "1.0.0-rc1",
    "1.0.0",
    "1.0.0.post1",
    "1.9",
    "1.10b1",
    "1.10",
    "2",
    "2023-12-31",
    "2024-01-15",
  ];
  const shuffled = [...inOrder.slice(7), ...inOrder.slice(0, 7)].reverse();
  expect(shuffled.sort(compareVersions)).toEqual(inOrder);
  expect(["1.9", "1.10", "2.0-rc1"].sort(compareVersions).at(-1)).toBe("2.0-rc1");
  expect(newestOf(["1.9", "1.10", "2.0-rc1"])).toBe("1.10");
  expect(newestOf(["2.0-rc1", "2.0-rc2"])).toBe("2.0-rc2");
  expect(newestOf([])).toBeUndefined();
});
