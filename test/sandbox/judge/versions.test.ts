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

test.each(["xgboost", "lightgbm", "catboost"])("of %s", (name) => {
  expect(versionsOf(dict({ [`${name}_version`]: u("1.2.10") }))).toEqual({ [name]: "1.2.10" });
  expect(versionsOf(dict({ versions: dict({ [name]: u("1.2.10") }) }))).toEqual({ [name]: "1.2.10" });
});

test("of a bundle that is a tuple, a list, or a subclass of dict", () => {
  const said = dict({ numpy_version: u("1.26.4") });
  const expected = { sklearn: "1.3.0", numpy: "1.26.4" };
  expect(versionsOf(`(${RIDGE}${said}t`)).toEqual(expected);
  expect(versionsOf(`](${RIDGE}K\x01${said}e`)).toEqual(expected);
  const bunch = (pairs: string): string => `csklearn.utils._bunch\nBunch\n)\x81(${pairs}u`;
  expect(versionsOf(bunch(`${u("model")}${RIDGE}${u("numpy_version")}${u("1.26.4")}`))).toEqual(expected);
  const versions = `ccollections\nOrderedDict\n)R(${u("numpy")}${u("1.26.4")}u`;
  expect(versionsOf(dict({ model: RIDGE, versions }))).toEqual(expected);
  // A hundred dicts are looked at, and none in a dict of a tuple in a tuple.
  expect(versionsOf(`](${"N".repeat(100)}${said}e`)).toEqual({});
  expect(versionsOf(`(${said}t\x85`)).toEqual({});
});

// What CPython 3.12, a conda Python and 3.6 have there.
test.each([
  ["3.12.3 (main, Nov  6 2025, 13:44:16) [GCC 13.3.0]", "3.12.3"],
  ["3.9.16 | packaged by conda-forge | (main, Feb  1 2023, 21:39:03) \n[GCC 11.3.0]", "3.9.16"],
  ["3.6.9 |Anaconda, Inc.| (default, Jul 30 2019, 19:07:31) ", "3.6.9"],
  ["3.13.0rc1+ (heads/3.13:x, Aug 1 2024, 00:00:00) [Clang 15]", "3.13.0rc1+"],
  ["3.12.3 and words", undefined],
  ["python 3.12.3 (main)", undefined],
])("Python's number begins sys.version: %j", (text, version) => {
  expect(versionsOf(dict({ python_version: u(text) }))).toEqual(version === undefined ? {} : { python: version });
  // Others have none.
  expect(versionsOf(dict({ numpy_version: u(text) }))).toEqual({});
});

test("and sys.version_info", () => {
  const numbers = "K\x03K\x0bK\x04";
  const said = (body: string): unknown => versionsOf(dict({ python_version: body }));
  expect(said(`${numbers}\x87`)).toEqual({ python: "3.11.4" });
  expect(said(`(${numbers}${u("final")}K\x00t`)).toEqual({ python: "3.11.4" });
  expect(said("K\x03K\x0b\x86")).toEqual({ python: "3.11" });
  expect(said(`K\x03${u("11")}\x86`)).toEqual({});
  expect(said("K\x03\x85")).toEqual({});
  expect(said(`J\xff\xff\xff\xffK\x01\x86`)).toEqual({});
  expect(said("K\x03\x88\x86")).toEqual({});
  expect(versionsOf(dict({ numpy_version: `${numbers}\x87` }))).toEqual({});
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
