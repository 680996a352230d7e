/** Judges what it is sent, in a thread of its own: one that never ends can be thrown away. */
import { parentPort } from "node:worker_threads";
import { worstOf } from "../fuzz/properties.js";
import { runGuest } from "../support/guest.js";

/** Tight, so that a bomb costs the judge little. */
const LIMITS = { maxDecoded: 32 * 1024 * 1024, maxFindings: 100 };

parentPort?.on("message", (bytes: Uint8Array) => {
  const before = process.threadCpuUsage().user;
  let safe = false;
  let threw: string | null = null;
  try {
    const { report } = runGuest(bytes, "scan", {}, LIMITS);
    safe = worstOf(report.artifacts.flatMap(({ findings }) => findings)) === "safe";
  } catch (error) {
    threw = error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1] ?? ""}` : String(error);
  }
  parentPort?.postMessage({ safe, threw, milliseconds: (process.threadCpuUsage().user - before) / 1000 });
});
