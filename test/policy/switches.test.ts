/** Family switches and `--allow`: what a user may change, and what nobody may. */
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { defaultPolicy, withAllowed, withFamilies } from "../../src/policy/index.js";

describe("families", () => {
  test("xgboost, lightgbm and catboost are on: what their native state holds is judged", () => {
    const plain = defaultPolicy();
    expect(plain.entries["catboost.core CatBoostRegressor"]).toMatchObject({ kind: "class", state: "catboost-model" });
    expect(withFamilies(plain, [], ["catboost"]).entries["catboost.core CatBoostRegressor"]).toBeUndefined();
    expect(plain.entries["xgboost.core Booster"]).toMatchObject({ kind: "class", state: "native-booster" });
    expect(withFamilies(plain, ["xgboost"], []).entries).toEqual(plain.entries);
    expect(withFamilies(plain, [], ["xgboost"]).entries["xgboost.core Booster"]).toBeUndefined();
  });

  test("a family that is off is gone, the rest stays", () => {
    const table = withFamilies(defaultPolicy(), [], ["pandas"]);
    expect(table.entries["pandas DataFrame"]).toBeUndefined();
    expect(table.entries["numpy ndarray"]).toBeDefined();
  });

  test("an unknown one is an error", () => {
    expect(() => withFamilies(defaultPolicy(), ["sklaern"], [])).toThrow(CornichonError);
  });
});

describe("--allow", () => {
  test("a class becomes inert data: no call, no references", () => {
    const table = withAllowed(defaultPolicy(), ["mycompany.models.Wrapper"]);
    expect(table.entries["mycompany.models Wrapper"]).toEqual({
      kind: "class",
      path: "mycompany.models.Wrapper",
      family: "allowed",
      form: "newobj",
      reference: true,
    });
    expect(Object.isFrozen(table.entries["mycompany.models Wrapper"])).toBe(true);
  });

  test("does not loosen what is listed", () => {
    const table = withAllowed(defaultPolicy(), ["numpy.core.multiarray._reconstruct", "sklearn.tree._tree.Tree"]);
    expect(table.entries["numpy.core.multiarray _reconstruct"]).toMatchObject({ kind: "call", check: "reconstruct" });
    expect(table.entries["sklearn.tree._tree Tree"]).toMatchObject({ form: "call", call: "tree" });
  });

  test.each(["os.system", "builtins.eval", "subprocess.Popen", "__builtin__.getattr", "numpy.load", "posix.system", "joblib.load"])(
    "never %s",
    (name) => {
      expect(() => withAllowed(defaultPolicy(), [name])).toThrow(/known to run code/);
    },
  );

  test.each(["__main__.Thing", "NoModule", "a..b", "a.b ", "a.b\n", "ä.B", `${"a".repeat(520)}.b`, ""])("never %j", (name) => {
    expect(() => withAllowed(defaultPolicy(), [name])).toThrow(CornichonError);
  });
});
