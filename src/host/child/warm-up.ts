/**
 * What the guest does once while its snapshot is made, so that its functions are in there compiled: a few small files of our
 * own fixtures, judged, converted and inspected. It halves the guest's time for a tiny file.
 */
import { WARM_UP_FILES } from "./warm-up-files.js";

/** Limits and options as they are unless somebody asks for others. Put in place of this name by the build. */
declare const CORNICHON_JOB: { readonly limits: object; readonly options: object };

/** A script for the guest's context. */
export const WARM_UP = `
  const files = ${JSON.stringify(Object.values(WARM_UP_FILES).map((text) => [...Buffer.from(text, "base64")]))};
  for (const bytes of files.map((file) => new Uint8Array(file))) for (const verb of ["scan", "convert", "inspect"]) {
    const hooks = {
      input: new Uint8Array(1048576),
      output: new Uint8Array(1048576),
      read(source, offset, length) {
        const piece = bytes.subarray(offset, offset + length);
        this.input.set(piece);
        return piece.length;
      },
      inflate: () => 1,
      inflateEnd: () => "",
      crc32: () => 0,
      companion: () => "",
      emit: () => undefined,
    };
    cornichonGuest(JSON.stringify({ ...${JSON.stringify(CORNICHON_JOB)}, verb, size: bytes.length }), hooks);
  }
`;
