/** A service for a test, at a free port of this machine, with a folder of its own; it is ended behind the test. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVE_DEFAULTS, type ServeOptions } from "../../src/server/options.js";
import { serve } from "../../src/server/serve.js";

/** A service that listens. */
export interface TestService {
  readonly address: string;
  /** Folder that holds its database and its spool. */
  readonly folder: string;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Uploads that lie in the spool. */
  spooled(): readonly string[];
  stop(): Promise<void>;
}

/** A temporary folder, gone behind the work. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-service-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a service in a folder. */
export async function startIn(folder: string, options: Partial<ServeOptions> = {}): Promise<TestService> {
  const spool = join(folder, "spool");
  mkdirSync(spool, { recursive: true });
  const { address, ready, stop } = await serve({
    ...SERVE_DEFAULTS,
    port: 0,
    models: null,
    database: `sqlite:${join(folder, "service.sqlite")}`,
    spool,
    keys: null,
    reading: {},
    jobs: 2,
    log: "silent",
    ...options,
  });
  await ready.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { address, folder, stop, spooled: () => readdirSync(spool), ask: (path, init) => fetch(address + path, init) };
}

/** A service while a test works with it. */
export const withService = <T>(options: Partial<ServeOptions>, work: (service: TestService) => Promise<T>): Promise<T> =>
  inFolder(async (folder) => {
    const service = await startIn(folder, options);
    try {
      return await work(service);
    } finally {
      await service.stop();
    }
  });

/** The JSON of an answer, whatever it is. */
export const jsonOf = async (response: Promise<Response> | Response): Promise<unknown> => (await response).json();
