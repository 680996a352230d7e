/** What the service counts, in Prometheus' form. Labels are words of ours: no name of a file or a client is one. */
import { readdir, statfs } from "node:fs/promises";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Gate } from "./work/gate.js";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

export class Metrics {
  readonly registry = new Registry();
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly verdicts: Counter<"verdict">;

  /** `spool`: the folder for uploads, where it is one. */
  constructor(gate: Gate, spool: string | null) {
    const registers: [Registry] = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: "cornichon_http_request_duration_seconds",
      help: "How long requests took, by route and status.",
      labelNames: ["method", "route", "status"],
      buckets: SECONDS,
      registers,
    });
    this.verdicts = new Counter({
      name: "cornichon_verdicts_total",
      help: "Artifacts judged, by verdict.",
      labelNames: ["verdict"],
      registers,
    });
    new Gauge({
      name: "cornichon_children_busy",
      help: "Artifacts that are read right now.",
      registers,
      collect(): void {
        this.set(gate.running);
      },
    });
    new Gauge({
      name: "cornichon_requests_waiting",
      help: "Requests that wait for a child.",
      registers,
      collect(): void {
        this.set(gate.waiting);
      },
    });
    if (spool !== null) this.#watchSpool(spool, registers);
  }

  /** Counts what was judged. */
  judged(artifacts: readonly { readonly verdict: string }[]): void {
    for (const { verdict } of artifacts) this.verdicts.inc({ verdict });
  }

  /** A spool that cannot be read has no figures: an alert looks for that as well. */
  #watchSpool(folder: string, registers: [Registry]): void {
    new Gauge({
      name: "cornichon_spool_files",
      help: "Uploads that lie in the spool, queued ones as well.",
      registers,
      async collect(): Promise<void> {
        const names = await readdir(folder).catch(() => null);
        this.set(names?.length ?? Number.NaN);
      },
    });
    new Gauge({
      name: "cornichon_spool_free_bytes",
      help: "Room that is left where the spool is.",
      registers,
      async collect(): Promise<void> {
        const facts = await statfs(folder).catch(() => null);
        this.set(facts === null ? Number.NaN : facts.bavail * facts.bsize);
      },
    });
  }
}
