/** dtypes in the neutral format's spelling. Recursion is bounded: dtypes nest at most `MAX_DTYPE_DEPTH` deep. */
import { encodeUtf8 } from "../bytes/utf8.js";
import type { DType } from "../tape/dtype.js";
import type { OutputBuffer } from "./buffer.js";
import { writeString } from "./text.js";

/** Name of a plain dtype: `float64`, `U7`, `datetime64[ns]`; `V8` for what has fields or a subarray. */
export function dtypeName(dtype: DType): string {
  if (dtype.name !== undefined) return dtype.name;
  const bits = dtype.itemsize * 8;
  switch (dtype.kind) {
    case "b":
      return "bool";
    case "i":
      return `int${bits}`;
    case "u":
      return `uint${bits}`;
    case "f":
      return dtype.itemsize > 8 ? "longdouble" : `float${bits}`;
    case "c":
      return dtype.itemsize > 16 ? "clongdouble" : `complex${bits}`;
    case "S":
      return `S${dtype.itemsize}`;
    case "U":
      return `U${dtype.itemsize / 4}`;
    case "O":
      return "object";
    case "T":
      return "StringDType";
    case "M":
      return unitName("datetime64", dtype.unit);
    case "m":
      return unitName("timedelta64", dtype.unit);
    default:
      return `V${dtype.itemsize}`;
  }
}

const unitName = (name: string, unit: string): string => (unit === "generic" || unit === "" ? name : `${name}[${unit}]`);

/** A dtype as JSON: a name, or an object for structured dtypes and subarrays. */
export function writeDtype(out: OutputBuffer, dtype: DType): void {
  if (dtype.base !== null) {
    out.ascii('{"base":');
    writeDtype(out, dtype.base);
    out.ascii(`,"shape":[${dtype.shape.join(",")}]}`);
  } else if (dtype.fields !== null) writeFields(out, dtype);
  else out.ascii(`"${dtypeName(dtype)}"`);
}

function writeFields(out: OutputBuffer, dtype: DType): void {
  const fields = dtype.fields ?? [];
  out.ascii('{"names":[');
  fields.forEach((field, i) => {
    if (i > 0) out.ascii(",");
    writeString(out, encodeUtf8(field.name));
  });
  out.ascii('],"formats":[');
  fields.forEach((field, i) => {
    if (i > 0) out.ascii(",");
    writeDtype(out, field.dtype);
  });
  out.ascii(`],"offsets":[${fields.map((f) => f.offset).join(",")}],"itemsize":${dtype.itemsize}}`);
}
