/**
 * Node's hashes, loaded when the first is asked for: that takes as long as a child needs to start, and a command that has
 * just begun starts one before anything else.
 */
import type { Hash } from "node:crypto";

/** A SHA-256 to be fed. */
export const sha256 = (): Hash => process.getBuiltinModule("node:crypto").createHash("sha256");
