/** What a service is told when it starts; the command's options become this. */
import type { ScanOptions } from "../index.js";

/** How artifacts are judged, for every request alike. */
export type Reading = Pick<ScanOptions, "policy" | "limits" | "allowTrailing" | "py2Strings">;

export interface ServeOptions {
  /** Address to listen at, a name or a number. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Folder whose models are served; null for none. */
  readonly models: string | null;
  /** `sqlite:FILE` or `postgres://…`; null for a file in the user's state folder. */
  readonly database: string | null;
  /** `redis://…` or `postgres://…`, by which jobs go to workers on other machines as well; without one they are done here. */
  readonly queue?: string | null;
  /** Folder for uploads, or `s3://bucket/prefix`; null for a folder in the user's state folder. */
  readonly spool: string | null;
  /** Text of the keys and where it is from; null where everybody who reaches the address may ask. */
  readonly keys: { readonly text: string; readonly from: string } | null;
  readonly reading: Reading;
  /** Children at a time, over all tenants. */
  readonly jobs: number;
  /** Requests that may wait for a child. */
  readonly maxQueue: number;
  /** Requests of one client that may be under way. */
  readonly maxPerClient: number;
  /** Seconds that a client may send nothing of what it began to send. */
  readonly idleTimeout: number;
  /** Days that results and the audit log are kept; 0 keeps them for good. */
  readonly retention: number;
  /** pino's level, `silent` for none. */
  readonly log: (typeof LOG_LEVELS)[number];
}

/** What a worker is told when it starts. */
export interface WorkerOptions extends Pick<ServeOptions, "database" | "spool" | "reading" | "jobs"> {
  readonly queue: string;
  /** Told of what goes wrong and passes. */
  readonly told: (error: unknown, what: string) => void;
}

/** pino's levels. */
export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const SERVE_DEFAULTS = {
  host: "127.0.0.1",
  port: 8080,
  maxQueue: 1000,
  maxPerClient: 256,
  idleTimeout: 30,
  retention: 90,
  log: "info",
} as const;
