/** The limit of a document's text counts what stands beside the arrays. */
import { expect, test } from "vitest";
import { readDocument } from "../../src/neutral/document.js";

const document = (root: string): string => `{"format":"cornichon","formatVersion":1,"source":{},"metadata":{},"root":${root}}`;
const array = (length: number): string => `{"$type":"ndarray","dtype":"uint8","shape":[0],"base64":"${"A".repeat(length)}"}`;

test("arrays do not count, everything else does", () => {
  expect(readDocument(document(array(4000)), 300).root).toMatchObject({ dtype: "uint8" });
  expect(readDocument(Buffer.from(document(`[${array(4000)},${array(4000)}]`)), 400).root).toHaveLength(2);
  expect(() => readDocument(document(`"${"A".repeat(4000)}"`), 300)).toThrow(expect.objectContaining({ code: "document.limit" }));
});

test("a text that ends inside an array is no way around it", () => {
  expect(() => readDocument(`{"root":{"base64":"${"A".repeat(4000)}`, 300)).toThrow(expect.objectContaining({ code: "document.limit" }));
});
