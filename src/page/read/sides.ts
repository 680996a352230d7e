/** What a file is looked at as: the document of a safe artifact, or a file of data alone, read as it is. */
import { sentence, showText } from "../../errors.js";
import type { Card, Graph, ReadSide, Tensors } from "../model/messages.js";
import { type Asker, Refused } from "./asker.js";
import { convertedText, type DataKind, type Readers } from "./judged.js";
import type { PageFile } from "./reading.js";

/** Longest file that is read as it is. */
const LONGEST = 1024 * 1024 * 1024;

/** A file to look at or to compare with. */
export interface Readable {
  readonly path: string;
  readonly given: PageFile;
  /** It is data, not an artifact. */
  readonly data: DataKind | null;
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > LONGEST)
    throw new Refused(
      sentence`${showText(file.name)} is longer than a page can hold (${LONGEST} bytes): use the command.`,
      "document.limit",
    );
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Refused(
      sentence`The browser could not read ${showText(file.name)}: it was changed, moved or taken away. Drop it again.`,
      "input.unreadable",
    );
  }
}

/** @throws Refused, CornichonError */
async function sideOf(readers: Readers, { given, data }: Readable, placeholders: boolean): Promise<ReadSide> {
  if (data === "onnx") return { onnx: await bytesOf(given.file) };
  if (data === "document") return { pieces: [await bytesOf(given.file)], arrays: [] };
  const { own, text } = await convertedText(readers, given, { arrays: "behind", placeholders });
  if (text !== null) return text;
  throw new Refused(own.findings[0]?.message ?? "It has no value that can be shown.", "artifact.refused");
}

/** The files beside it that it needs. @throws Refused */
async function besideOf({ given }: Readable, names: readonly string[]) {
  const found: (readonly [string, Uint8Array<ArrayBuffer>])[] = [];
  for (const name of names) {
    const file = given.named(name);
    if (file === null)
      throw new Refused(
        sentence`Part of it is in the file ${showText(name)}, which was not dropped with it: drop both, or their folder.`,
        "input.unreadable",
      );
    found.push([name, await bytesOf(file)]);
  }
  return found;
}

/** Opens a file in the worker that holds models. @throws Refused, CornichonError */
export async function openIn(asker: Asker, readers: Readers, one: Readable, placeholders = false): Promise<Card | Graph> {
  const names = await asker.ask("read", await sideOf(readers, one, placeholders));
  return asker.ask("open", await besideOf(one, names));
}

const LENGTH_BYTES = 8;

/** The tensors that a safetensors file says it has, whose header the guest judged. @throws Refused, CornichonError */
export async function tensorsOf(asker: Asker, { given: { file } }: Readable): Promise<Tensors> {
  const part = (from: number, to: number): Promise<Uint8Array<ArrayBuffer>> => bytesOf(new File([file.slice(from, to)], file.name));
  const start = await part(0, LENGTH_BYTES);
  const length = new DataView(start.buffer).getBigUint64(0, true);
  return asker.ask("tensors", await part(LENGTH_BYTES, LENGTH_BYTES + Number(length)));
}

/** Holds another file against the one that is open. @throws Refused, CornichonError */
export async function compareIn(asker: Asker, readers: Readers, other: Readable) {
  const names = await asker.ask("read", await sideOf(readers, other, false));
  return asker.ask("diff", await besideOf(other, names));
}
