/**
 * `--to npz`: the arrays of a document by name, bit for bit, as `numpy.load` reads them without `allow_pickle`: dtypes, texts,
 * dates, structured arrays and Fortran's order as they were. Python's objects have no bytes, and never become pickles: such
 * arrays are left out, and the report lists each with its reason.
 *
 * `__metadata__.json` is an array without axes, with the document's metadata and `source_sha256` as the text of a JSON object;
 * a sparse matrix has its format (`coef_.format`) beside its parts, as scipy.sparse.save_npz writes it. The same document
 * gives the same bytes. Slow: the file is made in memory.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { printLossless } from "../../neutral/lossless.js";
import { type ArraysReport, arraysIn, drop, type Entry, metadataTexts, nothing } from "../parts/arrays/written.js";
import { packed } from "../parts/numpy/items.js";
import { descrOf, npyHeader } from "../parts/numpy/npy.js";
import { inFortranOrder } from "../parts/numpy/order.js";
import { fitsInZip, type Member, MOST_MEMBERS, zipLength, zipOf } from "../zip.js";

const METADATA = "__metadata__.json";

export interface NpzWritten {
  readonly bytes: Uint8Array;
  readonly report: ArraysReport<"npz">;
}

/** A text as an array without axes. */
function textEntry(name: string, text: string): Entry {
  const width = Math.max(1, Array.from(text).length) * 4;
  const layout = { kind: "U", itemsize: width };
  return { name, path: "", layout, shape: [], fortran: false, length: width, bytes: () => packed(layout, [text]) };
}

function metadataJson(document: NeutralDocument): string {
  const hash = metadataTexts(document).get("source_sha256");
  const value = { producer: "cornichon", ...document.metadata, ...(hash === undefined ? {} : { source_sha256: hash }) };
  return [...printLossless(value)].join("");
}

interface Described {
  readonly entry: Entry;
  readonly descr: string;
}

const itemsOf = ({ fortran, shape, layout, ...entry }: Entry): Uint8Array =>
  fortran ? inFortranOrder(entry.bytes(), shape, layout.itemsize) : entry.bytes();

/** A member, and its length before its bytes are made. */
const memberOf = ({ entry, descr }: Described): Member & { readonly length: number } => ({
  name: `${entry.name}.npy`,
  pieces: () => [npyHeader(descr, entry), itemsOf(entry)],
  length: entry.length + npyHeader(descr, entry).length,
});

/** Writes the arrays of a document, or of the estimator at `select`. @throws CornichonError `target.unsupported`, `document.malformed`, `model.*` */
export function toNpz(document: NeutralDocument, select: string | undefined, _options: object = {}): NpzWritten {
  const { entries, dropped, shared, formats } = arraysIn(document, select, [METADATA]);
  const described = entries.map((entry) => ({ entry, descr: descrOf(entry.layout) }));
  const isWritten = (one: (typeof described)[number]): one is Described => one.descr !== null;
  const written = described.filter(isWritten);
  if (written.length === 0) throw nothing(document);
  const used = new Set([METADATA, ...entries.map(({ name }) => name)]);
  const texts = [...formats].filter(([name]) => !used.has(`${name}.format`)).map(([name, format]) => textEntry(`${name}.format`, format));
  const own = [textEntry(METADATA, metadataJson(document)), ...texts].map((entry) => ({ entry, descr: descrOf(entry.layout) ?? "" }));
  const all = [...own, ...written].map(memberOf);
  const length = zipLength(all);
  if (!fitsInZip(all.length, length))
    throw unsupported(
      "",
      "npz",
      sentence`the file would have ${length} bytes in ${all.length} members, and is written up to 4 GiB and ${MOST_MEMBERS} members`,
    );
  const left = described
    .filter((one) => !isWritten(one))
    .map(({ entry }) => drop(entry, null, sentence`a .npy header has no form for its fields`));
  const arrays = written.map(({ entry, descr }) => ({ name: entry.name, path: entry.path, dtype: descr, shape: entry.shape }));
  return { bytes: zipOf(all, length), report: { target: "npz", arrays, dropped: [...dropped, ...left], shared } };
}
