/** Versions that files beside a model declare. */
import { expect, test } from "vitest";
import { mlmodel, requirements } from "../../src/beside/declared.js";

test.each([
  ["xgboost", "xgb_version"],
  ["lightgbm", "lgb_version"],
  ["catboost", "catboost_version"],
])("of %s, by pip and by its flavour of MLflow", (library, key) => {
  expect(requirements("requirements.txt", `${library}==1.2.3\n`)).toEqual([{ file: "requirements.txt", library, version: "1.2.3" }]);
  const text = `flavors:\n  ${library}:\n    ${key}: 1.2.3\n  python_function:\n    model_path: model.pkl\n`;
  expect(mlmodel(text)?.versions).toEqual([{ file: "MLmodel", library, version: "1.2.3" }]);
});
