/**
 * What the guest loses before it sees a byte: everything that V8 offers beyond the language it is written in. Memory
 * that the isolate's limit does not count (WebAssembly, buffers that grow), code from text, shared waiting, a fine
 * clock, chance, and libraries that parse (Intl). It runs in the isolate, after the guest's own code was loaded.
 */
export const LOCKDOWN = `
  const now = Date.now;
  const Native = ArrayBuffer;
  const names = ["console", "WebAssembly", "eval", "Atomics", "SharedArrayBuffer", "FinalizationRegistry", "WeakRef", "Intl", "Temporal", "ShadowRealm", "Function", "Iterator", "AsyncDisposableStack"];
  delete SharedArrayBuffer.prototype.constructor;
  delete SharedArrayBuffer.prototype.grow;
  for (const name of names) delete globalThis[name];
  for (const kind of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(kind), "constructor", { value: undefined });
  }
  for (const name of ["resize", "transfer", "transferToFixedLength"]) delete Native.prototype[name];
  const Fixed = function ArrayBuffer(length) {
    if (new.target === undefined) throw new TypeError("ArrayBuffer needs new");
    return new Native(length);
  };
  Fixed.prototype = Native.prototype;
  Fixed.isView = Native.isView;
  Object.defineProperty(Native.prototype, "constructor", { value: Fixed });
  Object.defineProperty(globalThis, "ArrayBuffer", { value: Fixed });
  Object.defineProperty(globalThis, "Date", { value: Object.freeze({ now: () => Math.floor(now() / 1000) * 1000 }) });
  delete Math.random;
`;
