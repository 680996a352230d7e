/**
 * What was read to be looked at or compared: a document, or an ONNX file. Either may name files beside it (a sidecar, weights),
 * which whoever has its folder is asked for.
 */
import { sidecarName } from "../../neutral/sidecar.js";
import { filled, locationsOf, type OnnxFile, readOnnx } from "../../targets/onnx/read.js";
import type { Beside, ReadSide } from "./messages.js";
import { Whole } from "./whole.js";

export type Side = { readonly whole: Whole } | { readonly onnx: OnnxFile };

/** @throws CornichonError `document.*`, `input.unreadable` */
export const sideOf = (given: ReadSide): Side => ("onnx" in given ? { onnx: readOnnx(given.onnx) } : { whole: new Whole(given) });

/** Names of the files that it needs, as it has them. @throws CornichonError `document.*` */
export function namedBy(side: Side): readonly string[] {
  if ("onnx" in side) return locationsOf(side.onnx);
  const name = sidecarName(side.whole.document);
  return name === null ? [] : [name];
}

/** With what they hold. @throws CornichonError `document.*`, `input.unreadable` */
export function withBeside(side: Side, beside: Beside): Side {
  if ("onnx" in side) return { onnx: filled(side.onnx, new Map(beside)) };
  const [sidecar] = beside;
  if (sidecar !== undefined) side.whole.sidecar = sidecar[1];
  return side;
}

/** As `diff` takes it. */
export const compared = (side: Side) => ("onnx" in side ? side : { document: side.whole.document });
