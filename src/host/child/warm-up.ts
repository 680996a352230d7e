/**
 * What the guest does once while its snapshot is made, so that its functions are in there compiled: one small model of our
 * own (a RidgeClassifier, written with sklearn 0.20.4), scanned and converted. It halves the guest's time for a tiny file.
 */
const MODEL = [
  "gANjc2tsZWFybi5saW5lYXJfbW9kZWwucmlkZ2UKUmlkZ2VDbGFzc2lmaWVyCnEAKYFxAX1xAihYBQAAAGFscGhhcQNHP/AAAAAAAABYDQAAAGZpdF9pbnRlcmNlcHRxBI",
  "hYCQAAAG5vcm1hbGl6ZXEFiVgGAAAAY29weV9YcQaIWAgAAABtYXhfaXRlcnEHTlgDAAAAdG9scQhHP1BiTdLxqfxYBgAAAHNvbHZlcnEJWAQAAABhdXRvcQpYDAAAAHJh",
  "bmRvbV9zdGF0ZXELSwBYDAAAAGNsYXNzX3dlaWdodHEMTlgQAAAAX2xhYmVsX2JpbmFyaXplcnENY3NrbGVhcm4ucHJlcHJvY2Vzc2luZy5sYWJlbApMYWJlbEJpbmFyaX",
  "plcgpxDimBcQ99cRAoWAkAAABuZWdfbGFiZWxxEUr/////WAkAAABwb3NfbGFiZWxxEksBWA0AAABzcGFyc2Vfb3V0cHV0cROJWAcAAAB5X3R5cGVfcRRYBgAAAGJpbmFy",
  "eXEVWA0AAABzcGFyc2VfaW5wdXRfcRaJWAgAAABjbGFzc2VzX3EXY251bXB5LmNvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcRhjbnVtcHkKbmRhcnJheQpxGUsAhX",
  "EaQwFicRuHcRxScR0oSwFLAoVxHmNudW1weQpkdHlwZQpxH1gCAAAAVTNxIEsASwGHcSFScSIoSwNYAQAAADxxI05OTksMSwRLCHRxJGKJQxhuAAAAbwAAAAAAAAB5AAAA",
  "ZQAAAHMAAABxJXRxJmJYEAAAAF9za2xlYXJuX3ZlcnNpb25xJ1gGAAAAMC4yMC40cSh1YlgFAAAAY29lZl9xKWgYaBlLAIVxKmgbh3ErUnEsKEsBSwFLBIZxLWgfWAIAAA",
  "BmOHEuSwBLAYdxL1JxMChLA2gjTk5OSv////9K/////0sAdHExYolDIP0yAtRYl+I/U/H7Mmldxz8SYGj6rFGpv7XvWjChjrU/cTJ0cTNiWAcAAABuX2l0ZXJfcTROWAoA",
  "AABpbnRlcmNlcHRfcTVoGGgZSwCFcTZoG4dxN1JxOChLAUsBhXE5aDCJQwh8HP17ewLiv3E6dHE7YmgnaCh1Yi4=",
].join("");

/** Limits and options as they are unless somebody asks for others. Put in place of this name by the build. */
declare const CORNICHON_JOB: { readonly limits: object; readonly options: object };

/** A script for the guest's context. */
export const WARM_UP = `
  const bytes = new Uint8Array(${JSON.stringify([...Buffer.from(MODEL, "base64")])});
  for (const verb of ["scan", "convert", "inspect"]) {
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
      emit: () => undefined,
    };
    cornichonGuest(JSON.stringify({ ...${JSON.stringify(CORNICHON_JOB)}, verb, size: bytes.length }), hooks);
  }
`;
