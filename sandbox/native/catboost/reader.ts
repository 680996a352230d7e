/**
 * catboost's binary model (`TFullModel::Save`): `CBM1`, the length of a flatbuffer, and that. Its tables become dicts with the
 * schema's own names, vectors of numbers stay blocks, the info map becomes a dict whose JSON is read where catboost reads it.
 *
 * Refused: parts behind the flatbuffer and all that needs them (counted categories, texts, embeddings), fields that no version
 * has, bytes that are left.
 */
import { latin1Text } from "../../bytes/latin1.js";
import { i32, u32, u64 } from "../../bytes/little-endian.js";
import type { Reason } from "../../finding/because.js";
import { because } from "../../finding/because.js";
import { plainDtype } from "../../numpy/dtype-text.js";
import { KIND } from "../../tape/handle.js";
import { Flatbuffer, type FlatTable, type FlatVector } from "../flatbuffer.js";
import { readJson } from "../json.js";
import type { NativeSink } from "../sink.js";
import { type Field, fieldsOf, type TableName } from "./schema.js";

/** First bytes of every model. */
export const CATBOOST_HEAD = "CBM1";
/** What stands for a length that takes 64 bits. */
const LONG = 0xffffffff;
const SHORT_HEAD = 8;
const LONG_HEAD = 16;

/** Keys whose texts catboost reads as JSON. */
const AS_JSON = new Set(["params", "class_params", "multiclass_params", "loss_function"]);

class CatboostModel {
  readonly #sink: NativeSink;
  readonly #bytes: Uint8Array;
  readonly #flat: Flatbuffer;
  readonly #fields = new Map<TableName, readonly Field[]>();
  readonly #view: DataView;

  constructor(sink: NativeSink, bytes: Uint8Array, start: number) {
    this.#sink = sink;
    this.#bytes = bytes;
    this.#flat = new Flatbuffer(bytes, start, bytes.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  read(): Reason | null {
    const core = this.#flat.root();
    return this.#whyOr(() => this.#table(core, "TModelCore"));
  }

  #whyOr(next: () => Reason | null): Reason | null {
    return this.#flat.why ?? this.#sink.excess ?? next();
  }

  #fieldsOf(name: TableName): readonly Field[] {
    const fields = this.#fields.get(name) ?? fieldsOf(name);
    this.#fields.set(name, fields);
    return fields;
  }

  /** A table as a dict. Tables hold tables of other kinds only, three deep. */
  #table(table: FlatTable | null, name: TableName): Reason | null {
    if (table === null) return this.#flat.why ?? because("native.missing-key", { key: name });
    const fields = this.#fieldsOf(name);
    if (!this.#flat.hasOnly(table, fields.length)) return because("native.unknown-key", { key: name });
    this.#sink.open(KIND.DICT);
    for (const [index, field] of fields.entries()) {
      const why = this.#whyOr(() => this.#field(table, index, field));
      if (why !== null) return why;
    }
    this.#sink.close();
    return this.#flat.why;
  }

  #field(table: FlatTable, index: number, { name, type, otherwise }: Field): Reason | null {
    const flat = this.#flat;
    if (type.kind === "unread") {
      const count = flat.vector(table, index, 1)?.count ?? 0;
      return flat.why ?? (count === 0 ? null : type.why);
    }
    this.#sink.word(name);
    switch (type.kind) {
      case "text":
        return this.#text(flat.text(table, index));
      case "block":
        return this.#block(flat.vector(table, index, type.bytes), plainDtype(type.number, type.bytes));
      case "texts":
        return this.#texts(flat.vector(table, index, 4));
      case "table":
        return this.#table(flat.table(this.#placeOf(table, index)), type.of);
      case "tables":
        return type.of === "TKeyValue" ? this.#info(flat.vector(table, index, 4)) : this.#tables(flat.vector(table, index, 4), type.of);
      default:
        return this.#number(table, index, type.kind, otherwise);
    }
  }

  /** Where a table stands that a field refers to; outside where there is no such field. */
  #placeOf(table: FlatTable, index: number): number {
    const place = this.#flat.field(table, index, 4);
    return place === null ? -1 : place + u32(this.#bytes, place);
  }

  #number(table: FlatTable, index: number, kind: "bool" | "byte" | "int" | "double", otherwise: number): Reason | null {
    const place = this.#flat.field(table, index, kind === "double" ? 8 : kind === "int" ? 4 : 1);
    if (kind === "double") this.#sink.float(place === null ? otherwise : this.#view.getFloat64(place, true));
    else if (kind === "int") this.#sink.whole(place === null ? otherwise : i32(this.#bytes, place));
    else this.#sink.whole(place === null ? otherwise : (this.#bytes[place] ?? 0));
    return this.#flat.why;
  }

  #text(text: FlatVector | null): Reason | null {
    if (text === null) this.#sink.word("");
    else if (!this.#sink.text(text.start, text.start + text.count)) return "native.utf8";
    return this.#flat.why;
  }

  #block(vector: FlatVector | null, dtype: ReturnType<typeof plainDtype>): Reason | null {
    if (this.#flat.why === null) this.#sink.array(dtype, vector?.start ?? 0, vector?.count ?? 0);
    return this.#flat.why;
  }

  #list(vector: FlatVector | null, each: (index: number, vector: FlatVector) => Reason | null): Reason | null {
    for (let i = 0; vector !== null && i < vector.count; i++) {
      const why = this.#whyOr(() => each(i, vector));
      if (why !== null) return why;
    }
    this.#sink.close();
    return this.#flat.why;
  }

  #texts(vector: FlatVector | null): Reason | null {
    this.#sink.open(KIND.LIST);
    return this.#list(vector, (i, { start }) => this.#text(this.#flat.textAt(start + 4 * i)));
  }

  #tables(vector: FlatVector | null, of: TableName): Reason | null {
    this.#sink.open(KIND.LIST);
    return this.#list(vector, (i, items) => this.#table(this.#flat.item(items, i), of));
  }

  /** Pairs of texts as a dict. */
  #info(vector: FlatVector | null): Reason | null {
    this.#sink.open(KIND.DICT);
    return this.#list(vector, (i, items) => this.#pair(this.#flat.item(items, i)));
  }

  #pair(table: FlatTable | null): Reason | null {
    if (table === null) return this.#flat.why;
    const [key, value] = [this.#flat.text(table, 0), this.#flat.text(table, 1)];
    if (key === null || value === null) return this.#flat.why ?? because("native.missing-key", { key: "InfoMap" });
    if (!this.#flat.hasOnly(table, 2)) return because("native.unknown-key", { key: "InfoMap" });
    const end = value.start + value.count;
    const why = this.#text(key);
    if (why !== null) return why;
    const isJson = key.count <= LONGEST_KEY && AS_JSON.has(latin1Text(this.#bytes, key.start, key.start + key.count));
    return isJson ? readJson(this.#sink, this.#bytes, value.start, end) : this.#text(value);
  }
}

/** Longer keys are none of catboost's own. */
const LONGEST_KEY = 32;

/** Reads a model; why it is none, or null. */
export function readCatboost(sink: NativeSink, bytes: Uint8Array): Reason | null {
  if (bytes.length < SHORT_HEAD) return "native.cut-off";
  const short = u32(bytes, CATBOOST_HEAD.length);
  const start = short === LONG ? LONG_HEAD : SHORT_HEAD;
  if (bytes.length < start) return "native.cut-off";
  const size = short === LONG ? u64(bytes, SHORT_HEAD) : short;
  if (size < 0 || size > bytes.length - start) return "native.length";
  // What stands behind the flatbuffer are the tables of counted categories, or dictionaries of texts.
  if (size < bytes.length - start) return "native.parts";
  return new CatboostModel(sink, bytes, start).read();
}
