/** The neutral format 1 as a zod schema; `cornichon schema` prints it as JSON Schema. */
import { z } from "zod";

const dtype: z.ZodType = z.lazy(() =>
  z.union([
    z.string(),
    z.object({ names: z.array(z.string()), formats: z.array(dtype), offsets: z.array(z.int().min(0)), itemsize: z.int().min(0) }),
    z.object({ base: dtype, shape: z.array(z.int().min(0)) }),
  ]),
);

const id = z.int().min(1).optional();
const shape = z.array(z.int().min(0)).max(64);
const base64 = z.base64();

/** Any value of a document. */
const value: z.ZodType = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(value), typed, z.record(z.string(), value)]),
);

const typed = z.discriminatedUnion("$type", [
  z.object({ $type: z.literal("int"), value: z.string().regex(/^-?\d+$/) }),
  z.object({ $type: z.literal("float"), value: z.enum(["nan", "inf", "-inf"]) }),
  z.object({ $type: z.literal("complex"), real: value, imag: value }),
  z.object({ $type: z.literal("bytes"), base64 }),
  z.object({ $type: z.literal("bytearray"), $id: id, base64 }),
  z.object({ $type: z.literal("str"), utf16: z.array(z.int().min(0).max(65535)) }),
  z.object({ $type: z.literal("tuple"), $id: id, items: z.array(value) }),
  z.object({ $type: z.literal("set"), $id: id, items: z.array(value) }),
  z.object({ $type: z.literal("frozenset"), $id: id, items: z.array(value) }),
  z.object({ $type: z.literal("list"), $id: id, items: z.array(value) }),
  z.object({ $type: z.literal("dict"), $id: id, items: z.array(z.tuple([value, value])) }),
  z.object({
    $type: z.literal("ndarray"),
    $id: id,
    dtype,
    shape,
    order: z.literal("F").optional(),
    data: z.array(value).optional(),
    base64: base64.optional(),
    file: z.string().optional(),
    tensor: z.string().optional(),
    subclass: z.enum(["matrix", "recarray", "memmap", "chararray"]).optional(),
  }),
  z.object({ $type: z.literal("dtype"), dtype }),
  z.object({ $type: z.literal("scalar"), dtype, value: value.optional(), base64: base64.optional() }),
  z.object({
    $type: z.literal("object"),
    $id: id,
    class: z.string(),
    origin: z.string(),
    args: value.optional(),
    state: value.optional(),
    items: z.array(value).optional(),
    pairs: z.array(z.tuple([value, value])).optional(),
    /** A Booster's native state as plain values, in place of its raw bytes. */
    decoded: value.optional(),
  }),
  z.object({
    $type: z.literal("unlisted"),
    $id: id,
    name: z.string(),
    args: value.optional(),
    state: value.optional(),
    items: z.array(value).optional(),
    pairs: z.array(z.tuple([value, value])).optional(),
  }),
  z.object({ $type: z.literal("slice"), items: z.tuple([value, value, value]) }),
  z.object({ $type: z.literal("global"), name: z.string() }),
  z.object({ $type: z.literal("ref"), id: z.int().min(1) }),
]);

/** A neutral document. */
export const neutralSchema = z.object({
  $schema: z.string(),
  format: z.literal("cornichon"),
  formatVersion: z.literal(1),
  source: z.object({
    file: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().min(0),
    kind: z.string(),
    encodings: z.array(z.string()),
    protocol: z.int().min(0).nullable(),
    placeholders: z.boolean().optional(),
    view: z.literal("upgrade").optional(),
    select: z.string().optional(),
  }),
  metadata: z.record(z.string(), z.unknown()),
  root: value,
});
