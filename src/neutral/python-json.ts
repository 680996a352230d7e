/**
 * JSON as Python's `json` and pandas write and read it: NaN and infinities as bare words, integers exact however long, keys
 * in their order. A key that stands twice is refused: Python would take the last and say nothing.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import { type Dialect, JsonReader, WORDS } from "./lossless.js";

/** Python's own bound on the digits of an int. */
const MOST_DIGITS = 4300;
const MOST_DEPTH = 64;

const malformed = (at: number): CornichonError =>
  new CornichonError("input.malformed", sentence`the JSON cannot be parsed: character ${at + 1} does not fit`);

function pythonNumber(text: string): number | bigint {
  const value = Number(text);
  if (/[.eE]/.test(text)) return value;
  if (Number.isSafeInteger(value)) return value + 0; // Python has no minus zero among its ints
  if (text.length > MOST_DIGITS) throw new CornichonError("input.malformed", sentence`the JSON has an int of ${text.length} digits`);
  return BigInt(text);
}

const PYTHON: Dialect = {
  words: [...WORDS, ["NaN", Number.NaN], ["Infinity", Number.POSITIVE_INFINITY], ["-Infinity", Number.NEGATIVE_INFINITY]],
  number: pythonNumber,
  twice: (key) =>
    new CornichonError("input.malformed", sentence`the JSON has the key ${showText(JSON.stringify(key))} twice in one object`),
  depth: MOST_DEPTH,
  malformed,
};

/** One value; an object with whole numbers among its keys is a Map. @throws CornichonError `input.malformed` */
export const parsePython = (text: string): unknown => new JsonReader(text, PYTHON).parse();

/** The values of JSON Lines, or of any texts of JSON after each other. @throws CornichonError `input.malformed` */
export function parsePythonLines(text: string): readonly unknown[] {
  const reader = new JsonReader(text, PYTHON);
  const values: unknown[] = [];
  while (!reader.ended) values.push(reader.next());
  return values;
}
