/**
 * Names of files are bytes. Node decodes those that are not UTF-8 with U+FFFD, which is the name of another file: a
 * harmless one put there would be read twice, the other never. So a name keeps such bytes as lone surrogates U+DC80 to
 * U+DCFF, as Python does (PEP 383), and every call that takes a path gets the bytes back. `reportPath` shows them.
 */
import { isUtf8 } from "node:buffer";
import { sentence } from "../errors.js";
import { notReadable } from "./failure.js";

const RAW = 0xdc00;
const LONE = /\p{Cs}/u;

/** Length of the character that begins here, 0 when none does. */
function characterAt(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

/** A name or path from its bytes. */
export function nameOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let name = "";
  for (let at = 0; at < bytes.length; ) {
    const length = characterAt(bytes, at);
    name += length > 0 ? bytes.toString("utf8", at, at + length) : String.fromCharCode(RAW + (bytes[at] ?? 0));
    at += Math.max(1, length);
  }
  return name;
}

/** What the system's calls take. @throws CornichonError `input.unreadable` for text that is the name of no file */
export function systemPath(path: string): string | Buffer {
  if (path.includes("\0")) throw notReadable(path, sentence`no file has such a name`);
  if (!LONE.test(path)) return path;
  return Buffer.concat(Array.from(path, (character) => Buffer.from(bytesOf(character, path))));
}

function bytesOf(character: string, path: string): string | Uint8Array {
  const code = character.charCodeAt(0);
  if (!LONE.test(character)) return character;
  if (code < RAW + 0x80 || code > RAW + 0xff) throw notReadable(path, sentence`no file has such a name`);
  return Uint8Array.of(code - RAW);
}

/** Standard input, by all its names: a pipe or terminal there is read as a stream. */
const STANDARD_INPUT = new Set(["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]);
export const isStandardInput = (path: string): boolean => STANDARD_INPUT.has(path);

/** Bytes of U+FFFD, which an argument holds where Node could not decode it. */
const REPLACED = "\ufffd";

/**
 * Arguments with their bytes, where the system tells them (Linux): Node decodes them as it does names. Elsewhere U+FFFD
 * stays, which is right only if it was typed.
 */
export function givenArguments(argv: readonly string[], readCommandLine: () => Buffer): string[] {
  if (!argv.some((argument) => argument.includes(REPLACED))) return [...argv];
  const parts = partsOf(readCommandLine());
  const given = parts.slice(parts.length - argv.length);
  return argv.map((argument, i) => (argument.includes(REPLACED) ? (given[i] ?? argument) : argument));
}

function partsOf(commandLine: Buffer): string[] {
  const parts: string[] = [];
  for (let at = 0; at < commandLine.length; ) {
    const end = commandLine.indexOf(0, at);
    const stop = end < 0 ? commandLine.length : end;
    parts.push(nameOf(commandLine.subarray(at, stop)));
    at = stop + 1;
  }
  return parts;
}
