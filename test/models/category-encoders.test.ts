/** Encoders of category_encoders beyond their own answers: what they refuse of X, and tables inside them that lie or are not read. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { denseResult } from "../../src/models/define.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

const rootOf = (name: string): string =>
  JSON.stringify(runGuest(readFileSync(join(FIXTURES, "beside", "encoders-2.6.3", `${name}.pkl`))).root);

/** A model whose document was changed; what is changed must be there. */
function changed(name: string, from: string, to: string) {
  const text = rootOf(name);
  expect(text).toContain(from);
  return () => modelFromDocument(documentOf(JSON.parse(text.replaceAll(from, to))));
}

const ROWS = [{ age: 30, income: 4, city: "Oslo", colour: "red" }];
const NEW = [{ age: 30, income: 4, city: "Paris", colour: "red" }];
const GONE = [{ age: 30, income: 4, city: null, colour: "red" }];

test.each(["ordinal", "target", "onehot", "leaveoneout", "woe", "binary"])(
  "%s refuses new and missing categories where it is told to",
  (name) => {
    const strict = changed(name, '"handle_unknown":"value"', '"handle_unknown":"error"')();
    expect(denseResult(strict.call("transform", ROWS)).shape[0]).toBe(1);
    expect(() => strict.call("transform", NEW)).toThrow(/Unexpected categories found in column city/);
    const whole = changed(name, '"handle_missing":"value"', '"handle_missing":"error"')();
    expect(() => whole.call("transform", GONE)).toThrow(/can not contain null/);
  },
);

test("columns are found by name: in any order, none missing, none without a name", () => {
  const model = changed("target", "OrdinalEncoder", "OrdinalEncoder")();
  const there = denseResult(model.call("transform", ROWS)).data;
  expect(denseResult(model.call("transform", [{ colour: "red", city: "Oslo", income: 4, age: 30 }])).data).toEqual(there);
  expect(() => model.call("transform", [{ age: 30, income: 4, colour: "red" }])).toThrow(/city/);
  expect(() => model.call("transform", [[30, 4, "Oslo", "red"]])).toThrow(/by the names of their columns/);
});

test.each([
  ["labels of a kind that is not read", "pandas.Index", "pandas.DatetimeIndex", /DatetimeIndex/],
  ["a label that stands there twice", '"Oslo","Tromsø"', '"Oslo","Oslo"', /a label twice/],
  ["more labels than values", '"data":[1,2,3,4,-1,-2]', '"data":[1,2,3,4,-1,-2,-3]', /another number of values than its shape/],
  [
    "values that are no numbers",
    '"dtype":"int64","shape":[4],"data":[1,2,3,4]',
    '"dtype":"object","shape":[4],"data":["1",2,3,4]',
    /no numbers/,
  ],
  ["values of fewer rows", '"dtype":"float64","shape":[6]', '"dtype":"float64","shape":[2,3]', null],
  ["a list where a table is needed", '"class":"pandas.Series"', '"class":"pandas.Flags"', /no Series/],
])("a table that lies: %s", (_, from, to, says) => {
  const make = changed("target", from, to);
  if (says === null) expect(make).not.toThrow();
  else expect(make).toThrow(says);
});

test("a range of endless labels is refused before it is written out", () => {
  const text = rootOf("target").replaceAll(
    /"class":"pandas.Index","origin":"[\w.]+","args":\[\{"data":\{"\$type":"ndarray","dtype":"int64".*?\},"name":"city"\}\]/g,
    '"class":"pandas.RangeIndex","args":[{"start":0,"stop":1e12,"step":1,"name":"city"}]',
  );
  expect(text).toContain("RangeIndex");
  expect(() => modelFromDocument(documentOf(JSON.parse(text)))).toThrow(/does not fit its labels/);
});

test("columns that are joined, functions as options, and another `a` of an unknown version are refused by name", () => {
  expect(changed("target", '"hierarchy":null', '"hierarchy":null,"composite_members_":{"a|b":["a","b"]}')).toThrow(/composite_cols/);
  expect(changed("ordinal", '"handle_unknown":"value"', '"handle_unknown":{"$type":"global","name":"numpy.sum"}')).toThrow(
    /needs handle_unknown/,
  );
  expect(changed("catboost_a", '"invariant_cols":[]', '"drop_cols":[]')).toThrow(/of which version/);
});

test("a step without a model is told by its name", () => {
  const says = /'encode': category_encoders\.HashingEncoder has no prediction here yet/;
  expect(changed("pipeline_onehot", '"class":"category_encoders.OneHotEncoder"', '"class":"category_encoders.HashingEncoder"')).toThrow(
    says,
  );
});
