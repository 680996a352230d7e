/** Constants of a program as C's static tables, in pieces: a forest's are long. */
import type { Constant } from "../program.js";
import { doubleLiteral, floatLiteral, longLiteral } from "./literals.js";
import { isTexts, type Texts } from "./texts.js";

const WIDTH = 120;

/** Items in lines of bearable length. */
function* linesOf(items: Iterable<string>): Generator<string> {
  let line = " ";
  for (const item of items) {
    if (line.length + item.length > WIDTH && line !== " ") {
      yield `${line}\n`;
      line = " ";
    }
    line += ` ${item},`;
  }
  yield `${line}\n`;
}

/** C's type of a table's items. */
export function itemType({ type, data }: Constant): string {
  if (type === "str") return "int32_t";
  if (data instanceof Float64Array) return type === "int" ? "int64_t" : "double";
  if (data instanceof Float32Array) return "float";
  if (data instanceof Int32Array) return "int32_t";
  if (data instanceof Int16Array) return "int16_t";
  return data instanceof Uint16Array ? "uint16_t" : "uint8_t";
}

function* itemsOf(constant: Constant, texts: Texts): Generator<string> {
  if (isTexts(constant)) {
    for (const text of constant.data) yield String(texts.number(text));
    return;
  }
  const { type, data } = constant;
  // C has no empty array.
  if (data.length === 0) yield "0";
  const print =
    data instanceof Float64Array ? (type === "int" ? longLiteral : doubleLiteral) : data instanceof Float32Array ? floatLiteral : String;
  for (const value of data) yield print(Number(value));
}

export function* table(name: string, constant: Constant, texts: Texts): Generator<string> {
  yield `static const ${itemType(constant)} ${name}[] = {\n`;
  yield* linesOf(itemsOf(constant, texts));
  yield "};\n";
}

/** Whole numbers of 32 bits. */
export function* numbers(name: string, type: "int32_t" | "int64_t", values: readonly number[]): Generator<string> {
  yield `static const ${type} ${name}[] = {\n`;
  yield* linesOf(values.length === 0 ? ["0"] : values.map((value) => (type === "int64_t" ? longLiteral(value) : String(value))));
  yield "};\n";
}
