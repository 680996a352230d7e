/**
 * Takes away from a worker what reaches beyond it. The guest has no use for any of it: it would only be there for code that
 * bytes smuggled in, which the guest has no way to run either.
 */
const REACH: readonly string[] = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "importScripts",
  "indexedDB",
  "caches",
  "cookieStore",
  "BroadcastChannel",
  "Worker",
  "SharedWorker",
  "navigator",
  "Notification",
  "RTCPeerConnection",
  "RTCDataChannel",
  "eval",
  "Function",
];

/** Of this global object, for good. */
export function lockDown(): void {
  for (const name of REACH) {
    for (let at: object | null = globalThis; at !== null; at = Object.getPrototypeOf(at)) {
      if (Object.hasOwn(at, name)) Object.defineProperty(at, name, { value: undefined, writable: false, configurable: false });
    }
  }
}
