/**
 * What the service does, whoever asks and however: an upload is judged when it is its turn, and what was found is kept.
 * Whoever brought it removes it. Nothing of an artifact is ever in this process but its name.
 */
import {
  type ArtifactReport,
  type ConvertInputOptions,
  type ConvertResult,
  convert,
  type InspectOptions,
  type InspectResult,
  inspect,
  NamedFile,
  type Pool,
  type ScanOptions,
  scan,
} from "../../index.js";
import type { Reading } from "../options.js";
import type { Spool, Spooled } from "../spool/disk.js";
import type { Store } from "../store/store.js";
import type { Gate } from "./gate.js";
import { readingHash } from "./reading.js";
import type { Tenants } from "./tenants.js";

/** An upload with its name, and whose it is. */
export interface Upload {
  readonly tenant: string;
  readonly name: string;
  readonly spooled: Spooled;
}

/** What a scan is asked beside the service's own options. */
export type ScanAsked = Pick<ScanOptions, "deep">;

/** What an upload is converted to. */
export type ConvertAsked = Pick<
  ConvertInputOptions,
  "to" | "select" | "outputs" | "opset" | "dtype" | "language" | "name" | "arrays" | "view" | "member" | "index" | "text"
>;

interface Parts {
  readonly reading: Reading;
  readonly spool: Spool;
  readonly store: Store;
  readonly gate: Gate;
  readonly tenants: Tenants;
  /** Told of what was judged. */
  readonly judged?: (artifacts: readonly ArtifactReport[]) => void;
}

export class Service {
  readonly spool: Spool;
  readonly store: Store;
  readonly #reading: Reading;
  readonly #gate: Gate;
  readonly #tenants: Tenants;
  readonly #judged: Parts["judged"];
  readonly #policies = new Map<string, Promise<string>>();

  constructor({ reading, spool, store, gate, tenants, judged }: Parts) {
    this.#judged = judged;
    this.#reading = reading;
    this.spool = spool;
    this.store = store;
    this.#gate = gate;
    this.#tenants = tenants;
  }

  /** The hash of all that a verdict hangs on beside the file: policy, limits, options. */
  policyOf(asked: ScanAsked = {}): Promise<string> {
    const deep = asked.deep === true;
    const known = this.#policies.get(String(deep));
    if (known !== undefined) return known;
    const hashed = readingHash(this.#reading, { deep });
    this.#policies.set(String(deep), hashed);
    return hashed;
  }

  /** Does work on an upload when it is its turn. */
  async #on<T>({ tenant, name, spooled }: Upload, signal: AbortSignal, work: (file: NamedFile, pool: Pool) => Promise<T>): Promise<T> {
    const leave = await this.#gate.enter(signal, tenant);
    try {
      const local = await this.spool.open(spooled.key);
      try {
        return await this.#tenants.use(tenant, (pool) => work(new NamedFile(local.path, name), pool));
      } finally {
        await local.release();
      }
    } finally {
      leave();
    }
  }

  async #audit(upload: Upload, verb: string, artifacts: readonly ArtifactReport[], asked: ScanAsked = {}): Promise<void> {
    this.#judged?.(artifacts);
    const policy = await this.policyOf(asked);
    await this.store.keep({ tenant: upload.tenant, verb, name: upload.name, policy, artifacts });
  }

  /** Judges an upload: its own line, then its members'. */
  async scan(upload: Upload, asked: ScanAsked, signal: AbortSignal): Promise<readonly ArtifactReport[]> {
    const { artifacts } = await this.#on(upload, signal, (file, pool) => scan(file, { ...this.#reading, ...asked, pool, signal }));
    await this.#audit(upload, "scan", artifacts, asked);
    return artifacts;
  }

  async convert(upload: Upload, asked: ConvertAsked, signal: AbortSignal): Promise<ConvertResult> {
    const result = await this.#on(upload, signal, (file, pool) => convert(file, { ...this.#reading, ...asked, pool, signal }));
    await this.#audit(upload, "convert", result.artifacts);
    return result;
  }

  async inspect(upload: Upload, asked: Pick<InspectOptions, "onInstruction">, signal: AbortSignal): Promise<InspectResult> {
    const result = await this.#on(upload, signal, (file, pool) => inspect(file, { ...this.#reading, ...asked, pool, signal }));
    await this.#audit(upload, "inspect", [result.artifact]);
    return result;
  }
}
