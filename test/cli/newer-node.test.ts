/** A service under a Node that no child runs on: the very command is run by the one that npm put beside us. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { CLI } from "../support/cli.js";
import { until } from "../support/socket.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-newer-node-"));
/** Another binary than the one beside us, which says that it is old: but for the one that it starts. */
const old = join(folder, "node");
const fake = join(folder, "fake.cjs");

beforeAll(() => {
  copyFileSync(process.execPath, old, constants.COPYFILE_FICLONE);
  writeFileSync(
    fake,
    'if (process.channel === undefined) for (const [name, value] of [["node", "20.19.0"], ["modules", "115"]]) Object.defineProperty(process.versions, name, { value });\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly address: string;
  /** The process that serves. */
  readonly pid: number;
}

async function start(name: string): Promise<Running> {
  const own = join(folder, name);
  mkdirSync(own);
  const options = ["serve", "--port", "0", "--spool", join(own, "spool"), "--database", `sqlite:${join(own, "db.sqlite")}`];
  const child = spawn(old, ["--require", fake, CLI, ...options], { stdio: ["ignore", "pipe", "pipe"] });
  const [[line], [said]] = await Promise.all([once(createInterface(child.stdout), "line"), once(createInterface(child.stderr), "line")]);
  const { pid } = z.looseObject({ pid: z.int() }).parse(JSON.parse(z.string().parse(line)));
  const address = /^listening on (.+)$/.exec(z.string().parse(said))?.[1] ?? "";
  return { child, address, pid };
}

const answers = async (address: string): Promise<boolean> =>
  fetch(`${address}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );

test("it serves by the newer one, and ends with 0 when it is told to", async () => {
  const { child, address, pid } = await start("told");
  const ended = once(child, "close");
  expect(pid).not.toBe(child.pid);
  expect(await answers(address)).toBe(true);
  // Whoever ends a group of processes tells both, and one of them tells the other.
  process.kill(pid, "SIGTERM");
  child.kill("SIGTERM");
  child.kill("SIGTERM");
  await ended;
  expect(child.exitCode).toBe(0);
  expect(await answers(address)).toBe(false);
});

test("what serves ends with the process that started it, however that ends", async () => {
  const { child, address } = await start("killed");
  child.kill("SIGKILL");
  await until(async () => !(await answers(address)));
});
