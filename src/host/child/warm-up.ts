/**
 * What the guest does once while its snapshot is made, so that its functions are in there compiled: a few small files of our
 * own fixtures, judged, converted and inspected. It halves the guest's time for a tiny file.
 */

/** Base64 of these files. Put in place of this name by the build. */
declare const CORNICHON_WARM_UP: readonly string[];

/** Limits and options as they are unless somebody asks for others. Put in place of this name by the build. */
declare const CORNICHON_JOB: { readonly limits: object; readonly options: object };

/** A script for the guest's context. */
export const WARM_UP = `
  const files = ${JSON.stringify(CORNICHON_WARM_UP.map((text) => [...Buffer.from(text, "base64")]))};
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
      companion: () => "",
      emit: () => undefined,
    };
    cornichonGuest(JSON.stringify({ ...${JSON.stringify(CORNICHON_JOB)}, verb, size: bytes.length }), hooks);
  }
`;
