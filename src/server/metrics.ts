/** What the service counts, in Prometheus' form. Labels are words of ours: no name of a file or a client is one. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Gate } from "./work/gate.js";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

export class Metrics {
  readonly registry = new Registry();
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly verdicts: Counter<"verdict">;

  constructor(gate: Gate) {
    const registers = [this.registry];
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
  }
}
