/** Versions that a bundle says of itself, and nothing that it does not say. */
import { expect, test } from "vitest";
import { runGuest } from "../../support/guest.js";

const u = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
const dict = (pairs: Readonly<Record<string, string>>): string =>
  `}${Object.entries(pairs)
    .map(([key, value]) => `${u(key)}${value}s`)
    .join("")}`;
const versionsOf = (body: string): unknown => runGuest(Buffer.from(`\x80\x04${body}.`, "latin1"), "scan").report.artifacts[0]?.versions;
const RIDGE = `csklearn.linear_model._ridge\nRidge\n)\x81${dict({ alpha: "K\x01", _sklearn_version: u("1.3.0") })}b`;

test("of libraries and of Python, at the root and in a dict there", () => {
  expect(versionsOf(dict({ model: RIDGE, numpy_version: u("1.26.4"), joblib_version: u("1.3.2"), note: u("2.0") }))).toEqual({
    sklearn: "1.3.0",
    numpy: "1.26.4",
    joblib: "1.3.2",
  });
  expect(versionsOf(dict({ metadata: dict({ pandas_version: u("2.1.0rc1"), python_version: u("3.11.4") }) }))).toEqual({
    pandas: "2.1.0rc1",
    python: "3.11.4",
  });
  expect(versionsOf(dict({ versions: dict({ "scikit-learn": u("1.2.2"), numpy: u("1.24.0") }) }))).toEqual({
    sklearn: "1.2.2",
    numpy: "1.24.0",
  });
});

test("what the model says of sklearn counts before what stands beside it", () => {
  expect(versionsOf(dict({ sklearn_version: u("9.9.9"), model: RIDGE }))).toEqual({ sklearn: "1.3.0" });
});

test("only what is a version, and a key that is one", () => {
  expect(versionsOf(dict({ numpy_version: u("<script>"), pandas_version: "K\x02", joblib_version: u("1".repeat(65)) }))).toEqual({});
  expect(versionsOf(dict({ numpy: u("1.26.4"), my_numpy_versions: u("1.0"), __proto___version: u("1.0") }))).toEqual({});
  expect(versionsOf(dict({ a: dict({ b: dict({ numpy_version: u("1.26.4") }) }) }))).toEqual({});
  expect(versionsOf("]K\x01a")).toEqual({});
});

test("a text that is nearly one takes no time", () => {
  const before = performance.now();
  expect(versionsOf(dict({ numpy_version: u(`1${"a".repeat(60)}~`), [`${"_".repeat(60)}x`]: u("1") }))).toEqual({});
  expect(performance.now() - before).toBeLessThan(1000);
});
