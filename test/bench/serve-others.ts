/**
 * MLServer and MLflow's own server for the bench, where `CORNICHON_CLIENTS` names a folder of virtual environments that have
 * them (`<folder>/<environment>/bin/mlserver`, `…/mlflow`), with the same model, which one of them makes.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endGroup, type Started } from "./serve-start.js";

/** A server of others. */
export interface Other {
  readonly name: string;
  readonly protocol: "infer" | "invocations";
  start(): Promise<Started>;
}

const MAKE = `
import sys, numpy as np, pandas as pd, joblib
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
rng = np.random.RandomState(0)
X = pd.DataFrame(rng.normal(size=(60, 3)), columns=["MKT", "SMB", "HML"])
model = make_pipeline(StandardScaler(), Ridge()).fit(X, X @ [1.0, 0.5, -0.3] + rng.normal(size=60))
joblib.dump(model, sys.argv[1])
if len(sys.argv) > 2:
    import mlflow.sklearn
    mlflow.sklearn.save_model(model, sys.argv[2])
`;

/** The path of a command in one of the environments; null where none has it. */
function commandOf(name: string): string | null {
  const folder = process.env["CORNICHON_CLIENTS"];
  if (folder === undefined) return null;
  return (
    readdirSync(folder)
      .map((one) => join(folder, one, "bin", name))
      .find((path) => existsSync(path)) ?? null
  );
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });

function make(command: string, args: readonly string[]): void {
  const done = spawnSync(join(dirname(command), "python"), ["-c", MAKE, ...args], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** Makes a model for both sides. @returns false where nobody is here who could */
export function makeModel(path: string): boolean {
  const command = commandOf("mlserver") ?? commandOf("mlflow");
  if (command !== null) make(command, [path]);
  return command !== null;
}

/** Starts a command and waits until it answers. */
async function started(command: string, args: readonly string[], port: number, ready: string, folder: string): Promise<Started> {
  // Its own environment comes first: it starts further programs by name.
  const env = { ...process.env, PATH: `${dirname(command)}:${process.env["PATH"] ?? ""}`, MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT: "60" };
  const child = spawn(command, args, { cwd: folder, stdio: "ignore", detached: true, env });
  const address = `http://127.0.0.1:${port}`;
  while (child.exitCode === null) {
    const status = await fetch(address + ready).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return { address, pid: child.pid ?? 0, stop: () => endGroup(child) };
    await wait(200);
  }
  throw new Error(`${command} ended before it answered`);
}

async function startMlserver(command: string, folder: string): Promise<Started> {
  mkdirSync(folder);
  make(command, [join(folder, "model.joblib")]);
  const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  // One process: its workers want a folder that 1.7 does not make, and one row is answered sooner without them.
  const settings = { host: "127.0.0.1", http_port: http, grpc_port: grpc, metrics_port: metrics, debug: false, parallel_workers: 0 };
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
  const model = { name: "model", implementation: "mlserver_sklearn.SKLearnModel", parameters: { uri: "./model.joblib" } };
  writeFileSync(join(folder, "model-settings.json"), JSON.stringify(model));
  return started(command, ["start", "."], http, "/v2/models/model/ready", folder);
}

async function startMlflow(command: string, folder: string): Promise<Started> {
  mkdirSync(folder);
  make(command, [join(folder, "model.joblib"), join(folder, "model")]);
  const port = await freePort();
  return started(command, ["models", "serve", "-m", "model", "--env-manager", "local", "-p", String(port)], port, "/ping", folder);
}

/** Those that are here; of the others it is said that they are not. */
export function others(folder: string): readonly Other[] {
  const mlserver = commandOf("mlserver");
  const mlflow = commandOf("mlflow");
  if (mlserver === null) console.error("MLServer is not here (CORNICHON_CLIENTS): not compared");
  if (mlflow === null) console.error("MLflow is not here (CORNICHON_CLIENTS): not compared");
  return [
    ...(mlserver === null
      ? []
      : [{ name: "MLServer", protocol: "infer" as const, start: () => startMlserver(mlserver, join(folder, "mlserver")) }]),
    ...(mlflow === null
      ? []
      : [{ name: "MLflow's server", protocol: "invocations" as const, start: () => startMlflow(mlflow, join(folder, "mlflow")) }]),
  ];
}
