import { NEWLINE } from "./ascii.js";

/**
 * Checks the lines of `inspect`: NDJSON, each an instruction (`offset`, `opcode`, `argument`) and nothing more. Only whole, checked lines are passed on,
 * so a sink never sees half of one.
 */

/** Longest line: an instruction's argument is cut by the guest long before. */
const MAX_LINE = 64 * 1024;

function isLine(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof value !== "object" || value === null) return false;
  if (!("offset" in value) || !("opcode" in value) || !("argument" in value) || Object.keys(value).length !== 3) return false;
  if (typeof value.offset !== "number" || !Number.isSafeInteger(value.offset) || value.offset < 0) return false;
  return typeof value.opcode === "string" && value.opcode.length <= 64 && (value.argument === null || typeof value.argument === "string");
}

/** Takes pieces, gives whole lines. */
export class LineCheck {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #rest: Buffer = Buffer.alloc(0);

  /** The whole lines that are there now, null when the bytes are no such lines. */
  push(bytes: Buffer): Buffer | null {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const end = all.lastIndexOf(NEWLINE) + 1;
    this.#rest = Buffer.from(all.subarray(end));
    if (this.#rest.length > MAX_LINE) return null;
    return this.#check(all.subarray(0, end));
  }

  /** True when no half line is left. */
  finish(): boolean {
    return this.#rest.length === 0;
  }

  #check(lines: Buffer): Buffer | null {
    for (let at = 0; at < lines.length; ) {
      const end = lines.indexOf(NEWLINE, at);
      if (end - at > MAX_LINE) return null;
      try {
        if (!isLine(this.#decoder.decode(lines.subarray(at, end)))) return null;
      } catch {
        return null;
      }
      at = end + 1;
    }
    return lines;
  }
}
