/**
 * What `DataFrame.to_csv` writes into a cell: null where a value is missing. Times are shown in one form for all of a column's
 * chunk: dates alone where none has a time of day, else with as many digits as the finest needs.
 */
import { sentence } from "../../../errors.js";
import type { References } from "../../../neutral/document.js";
import { floatText, HALF, narrowText, SINGLE } from "./decimal-text.js";
import { missingIn } from "./missing.js";
import { numbersOf } from "./numbers.js";
import { intervalText, objectText } from "./object-text.js";
import { kindOf, noColumn } from "./refusal.js";
import { type Digits, dayText, digitsOf, durationText, periodText, scalarDigits, secondsOf, stampText, zonedText } from "./time-text.js";
import type { Vector } from "./types.js";

/** The text of a row; null where it is missing. */
export type CellText = (row: number) => string | null;

/** Rows of a chunk. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How times are shown. */
export interface TimeForm {
  /** None has a time of day. */
  readonly days: boolean;
  readonly digits: Digits;
}

const DAY = 86_400;

const NO_TIMES: TimeForm = { days: true, digits: 0 };

/** The form of the times in rows of a vector. */
export function timeForm(vector: Vector, { from, to }: Span): TimeForm {
  const { values } = vector;
  const shown = values.is === "category" ? values.categories.values : values;
  if (shown.is !== "time" && shown.is !== "duration") return NO_TIMES;
  const none = missingIn(vector);
  const digitsNeeded = shown.is === "time" ? digitsOf : scalarDigits;
  // Times of a zone are always shown with all that they have.
  let days = shown.is === "duration" || shown.zone === null;
  let digits: Digits = 0;
  for (let row = from; row < to; row++) {
    if (none(row)) continue;
    const { seconds, nanos } = secondsOf(shown.counts[values.is === "category" ? Number(values.codes[row]) : row] ?? 0n, shown.unit);
    if (nanos !== 0 || seconds % DAY !== 0) days = false;
    const needed = digitsNeeded(nanos);
    if (needed > digits) digits = needed;
  }
  return { days, digits };
}

/** How a vector's cells are asked for. */
export interface Asking {
  /** The column's name, for a refusal. */
  readonly name: string;
  readonly references: References;
  readonly form: TimeForm;
  /** Numbers as the Python objects that they become: those of pandas' own arrays. */
  readonly asObjects: boolean;
}

/** Texts of a vector's rows. */
export function cellsOf(vector: Vector, asking: Asking): CellText {
  const none = missingIn(vector);
  const text = textsOf(vector, asking);
  return (row) => (none(row) ? null : text(row));
}

/** `str` of a number of an array. */
function numberTexts({ values }: Vector, asObjects: boolean): (row: number) => string {
  if (values.is !== "number") return () => "";
  const at = numbersOf(values.type, values.bytes);
  if (!values.type.startsWith("float")) return (row) => String(at(row));
  if (values.type === "float64" || asObjects) return (row) => floatText(Number(at(row)));
  const kind = values.type === "float32" ? SINGLE : HALF;
  return (row) => narrowText(Number(at(row)), kind);
}

function textsOf(vector: Vector, asking: Asking): (row: number) => string | null {
  const { values } = vector;
  const { form, name, references } = asking;
  switch (values.is) {
    case "number":
      return numberTexts(vector, asking.asObjects);
    case "bool":
      return (row) => (values.bytes[row] === 0 ? "False" : "True");
    case "time":
      return (row) => {
        const { seconds, nanos } = secondsOf(values.counts[row] ?? 0n, values.unit);
        if (form.days) return dayText(seconds / DAY);
        return values.zone === null ? stampText(seconds, nanos, form.digits) : zonedText(seconds, nanos, values.zone);
      };
    case "duration":
      return (row) => {
        const { seconds, nanos } = secondsOf(values.counts[row] ?? 0n, values.unit);
        return form.days ? `${Math.floor(seconds / DAY)} days` : durationText(seconds, nanos, form.digits);
      };
    case "period":
      return (row) => {
        const text = periodText(values.counts[row] ?? 0n, values.freq);
        if (text === null) throw noColumn(name, `period[${values.freq}]`, sentence`periods of this frequency have no text here`);
        return text;
      };
    case "category": {
      const cell = cellsOf(values.categories, { ...asking, asObjects: true });
      return (row) => cell(Number(values.codes[row]));
    }
    case "interval": {
      const ends = [values.left, values.right].map((end) => endTexts(end, asking));
      return (row) => intervalText(ends[0]?.(row) ?? "", ends[1]?.(row) ?? "", values.closed);
    }
    case "text":
    case "object":
      return (row) => {
        const item = values.items[row];
        const text = objectText(item, references);
        if (text === null) throw noColumn(name, kindOf(item), sentence`it holds a value whose text only Python knows`);
        return text;
      };
  }
}

/** Ends of intervals are scalars: times with all that they have. */
function endTexts(end: Vector, asking: Asking): CellText {
  const { values } = end;
  if (values.is !== "time" && values.is !== "duration") return textsOf(end, { ...asking, asObjects: true });
  return (row) => {
    const { seconds, nanos } = secondsOf(values.counts[row] ?? 0n, values.unit);
    return values.is === "time" ? zonedText(seconds, nanos, values.zone) : durationText(seconds, nanos, scalarDigits(nanos));
  };
}
