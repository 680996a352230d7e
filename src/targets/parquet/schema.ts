/** Columns of Arrow as Parquet's: physical types, and what they mean (parquet.thrift's numbers). */
import type { ArrowField, ArrowType } from "../parts/table/types.js";
import { i32, type Struct, struct, type Thrift, text } from "./thrift.js";

const PHYSICAL = { boolean: 0, int32: 1, int64: 2, float: 4, double: 5, bytes: 6, fixed: 7 } as const;

export interface Physical {
  readonly type: number;
  /** Bytes of a value of a fixed length that is no number's. */
  readonly length: number | null;
  readonly logical: Thrift | null;
  readonly more: Struct;
}

const physical = (type: number, logical: Thrift | null = null, length: number | null = null, more: Struct = []): Physical => ({
  type,
  length,
  logical,
  more,
});

/** One member of the union of logical types. */
const logical = (id: number, ...fields: Struct): Thrift => struct([id, struct(...fields)]);

const STRING = 1;
const DECIMAL = 5;
const DATE = 6;
const TIME = 7;
const TIMESTAMP = 8;
const INTEGER = 10;
const UNKNOWN = 11;
const FLOAT16 = 15;

/** Bytes that the digits of a decimal need. */
export const decimalWidth = (precision: number): number => Math.ceil((precision * Math.log2(10) + 1) / 8);

function integer(bits: number, signed: boolean): Physical {
  const type = bits === 64 ? PHYSICAL.int64 : PHYSICAL.int32;
  const isPlain = signed && bits >= 32;
  return physical(type, isPlain ? null : logical(INTEGER, [1, { i8: bits }], [2, { flag: signed }]));
}

const TIME_UNITS = { s: 1, ms: 1, us: 2, ns: 3 } as const;

/** Null for structs, which are groups. */
export function physicalOf(type: ArrowType): Physical | null {
  switch (type.is) {
    case "int":
      return integer(type.bits, type.signed);
    case "float":
      return type.bits === 16
        ? physical(PHYSICAL.fixed, logical(FLOAT16), 2)
        : physical(type.bits === 32 ? PHYSICAL.float : PHYSICAL.double);
    case "bool":
      return physical(PHYSICAL.boolean);
    case "text":
      return physical(PHYSICAL.bytes, logical(STRING), null, [[6, i32(0)]]);
    case "binary":
      return physical(PHYSICAL.bytes);
    case "date":
      return physical(PHYSICAL.int32, logical(DATE), null, [[6, i32(6)]]);
    case "time":
      return physical(PHYSICAL.int64, logical(TIME, [1, { flag: true }], [2, struct([TIME_UNITS.us, struct()])]), null, [[6, i32(8)]]);
    case "timestamp": {
      const unit = struct([TIME_UNITS[type.unit], struct()]);
      return physical(PHYSICAL.int64, logical(TIMESTAMP, [1, { flag: type.zone !== null }], [2, unit]));
    }
    case "duration":
      return physical(PHYSICAL.int64);
    case "decimal": {
      const [scale, precision] = [i32(type.scale), i32(type.precision)];
      const more: Struct = [
        [6, i32(5)],
        [7, scale],
        [8, precision],
      ];
      return physical(PHYSICAL.fixed, logical(DECIMAL, [1, scale], [2, precision]), decimalWidth(type.precision), more);
    }
    case "null":
      return physical(PHYSICAL.int32, logical(UNKNOWN));
    case "struct":
      return null;
  }
}

const OPTIONAL = i32(1);

/** The type of a field's values: of a dictionary, that of what its codes stand for. */
const valueType = ({ type, dictionary }: ArrowField): ArrowType => dictionary?.values.type ?? type;

/** A field's elements, children behind it. Structs are a level deep. */
export function elementsOf(field: ArrowField): Struct[] {
  const type = valueType(field);
  const own = physicalOf(type);
  if (own === null) {
    const children = type.is === "struct" ? type.fields : [];
    return [
      [
        [3, OPTIONAL],
        [4, text(field.name)],
        [5, i32(children.length)],
      ],
      ...children.flatMap(elementsOf),
    ];
  }
  return [
    [
      [1, i32(own.type)],
      ...(own.length === null ? [] : [[2, i32(own.length)] as const]),
      [3, OPTIONAL],
      [4, text(field.name)],
      ...own.more,
      ...(own.logical === null ? [] : [[10, own.logical] as const]),
    ],
  ];
}
