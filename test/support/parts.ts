/**
 * Real parts of other makers for tests: Redis, PostgreSQL and a store that speaks S3 (moto). Each runs at a free port in a
 * temporary folder and is ended behind its test; where one is not installed, its tests are skipped and say so.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, chownSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { delimiter, join } from "node:path";

/** A part that runs. */
export interface Part {
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again where it was, with what it kept. */
  again(): Promise<void>;
  stop(): Promise<void>;
}

const isRunnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (name: string): string | null =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isRunnable) ?? null;

const POSTGRES = "/usr/lib/postgresql";
const postgresBin = (): string | null =>
  existsSync(POSTGRES)
    ? (readdirSync(POSTGRES)
        .map((version) => join(POSTGRES, version, "bin"))
        .find((folder) => isRunnable(join(folder, "initdb"))) ?? null)
    : null;

/** Its Python, not the command beside it: that one names the folder that the environment was made in, which may be gone. */
const S3_ENV = join(import.meta.dirname, "../../.s3-env/bin/python");

/** Where each part is, null where it is not installed. */
export const PARTS = {
  redis: onPath("redis-server"),
  postgres: postgresBin(),
  s3: isRunnable(S3_ENV) ? S3_ENV : null,
};

/** Why a test is skipped, empty where all that it needs is here. */
export function lacking(...names: readonly (keyof typeof PARTS)[]): string {
  const missing = names.filter((name) => PARTS[name] === null);
  if (missing.length > 0) process.stderr.write(`skipped: ${missing.join(", ")} not installed (npm run python-env makes the store of S3)\n`);
  return missing.join(", ");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A server has a port.");
  return address.port;
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** Waits until something is so. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 25));
}

interface Way {
  readonly url: string;
  readonly port: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly owner?: Owner | null;
  isUp?(): Promise<boolean>;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

async function part({ url, port, command, args, cwd, owner = null, isUp }: Way): Promise<Part> {
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const started = spawn(command, args, { cwd, stdio: "ignore", ...(owner ?? {}) });
    child = started;
    await until(async () => {
      if (started.exitCode !== null) throw new Error(`${command} ended with ${started.exitCode}`);
      return (await isOpen(port)) && (isUp === undefined || (await isUp()));
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  };
  await start();
  return { url, kill: () => end("SIGKILL"), again: start, stop: () => end("SIGKILL") };
}

/** Redis in a folder, which writes down what it is told before it says that it has it. */
export async function startRedis(folder: string): Promise<Part> {
  const port = await freePort();
  const cwd = join(folder, "redis");
  mkdirSync(cwd);
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  return part({ url: `redis://127.0.0.1:${port}`, port, command: PARTS.redis ?? "", args, cwd });
}

/** PostgreSQL refuses to run as root: whoever owns it does. */
function postgresOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

export async function startPostgres(folder: string): Promise<Part> {
  const port = await freePort();
  const owner = postgresOwner();
  const cwd = join(folder, "postgres");
  mkdirSync(cwd);
  if (owner !== null) {
    // The way to it is open to nobody else.
    chownSync(folder, owner.uid, owner.gid);
    chownSync(cwd, owner.uid, owner.gid);
  }
  const bin = PARTS.postgres ?? "";
  const data = join(cwd, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], { cwd, stdio: "ignore", ...(owner ?? {}) });
  writeFileSync(join(data, "postgresql.auto.conf"), "fsync = off\n");
  const args = ["-D", data, "-p", String(port), "-k", cwd, "-c", "listen_addresses=127.0.0.1"];
  const isUp = async (): Promise<boolean> => {
    try {
      execFileSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return part({ url, port, command: join(bin, "postgres"), args, cwd, owner, isUp });
}

/** A store that speaks S3, empty and in memory. */
export async function startS3(folder: string): Promise<Part> {
  const port = await freePort();
  return part({
    url: `http://127.0.0.1:${port}`,
    port,
    command: PARTS.s3 ?? "",
    args: ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)],
    cwd: folder,
  });
}

/** What a command needs to find the store. */
export const storeEnvironment = ({ url }: Part): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "us-east-1",
});
