/** Killed children, and a killed service: every accepted file ends with one verdict, and nothing is left in the spool. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import * as z from "zod";
import { reportSchema } from "../../src/report/schema.js";
import { ROOT } from "../support/cli.js";
import { inFolder, jsonOf } from "../support/service.js";
import { until } from "../support/socket.js";

const EVIL = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");
/** A pickle that takes a while to read: many small numbers in a list. */
const LONG = Buffer.concat([Buffer.from("]("), Buffer.alloc(24_000_000, "K\u0001"), Buffer.from("e.")]);

interface Running {
  readonly address: string;
  readonly child: ChildProcess;
}

/** The built command, as it is run. */
async function start(folder: string): Promise<Running> {
  mkdirSync(join(folder, "spool"), { recursive: true });
  const options = ["--port", "0", "--spool", join(folder, "spool"), "--database", `sqlite:${join(folder, "db.sqlite")}`, "--jobs", "1"];
  const child = spawn(process.execPath, [join(ROOT, "dist", "cli.js"), "serve", ...options], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface(child.stderr)) {
    const address = /^listening on (.+)$/.exec(line)?.[1];
    if (address === undefined) throw new Error(line);
    return { address, child };
  }
  throw new Error("it did not start");
}

async function stop({ child }: Running): Promise<number | null> {
  const ended = once(child, "close");
  child.kill("SIGTERM");
  await ended;
  return child.exitCode;
}

const spooled = (folder: string): readonly string[] => readdirSync(join(folder, "spool"));

/** Processes that a process started. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number),
  );
}

/** True for a process that has an upload open. */
function isReading(pid: number, folder: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(join(folder, "spool")));
  } catch {
    // It closed one meanwhile, or is gone: the next look tells.
    return false;
  }
}

const isLinux = process.platform === "linux";

test.skipIf(!isLinux)(
  "a child that is killed while it reads: its file has one verdict, which is not safe, or is asked for again",
  async () => {
    await inFolder(async (folder) => {
      const service = await start(folder);
      try {
        const scan = (body: Uint8Array<ArrayBuffer>): Promise<Response> => fetch(`${service.address}/v1/scan`, { method: "POST", body });
        for (let times = 0; times < 5; times++) {
          const asked = scan(LONG);
          await until(() => childrenOf(service.child.pid ?? 0).some((pid) => isReading(pid, folder)));
          for (const pid of childrenOf(service.child.pid ?? 0)) process.kill(pid, "SIGKILL");
          const response = await asked;
          // Killed before it was ready, it read nothing: the client is told to come again.
          if (response.status === 503) expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
          else
            expect(reportSchema.parse(await response.json()).artifacts.map(({ verdict }) => verdict)).toEqual([
              expect.stringMatching(/^(?:malformed|limit|unsupported)$/),
            ]);
        }
        expect(reportSchema.parse(await jsonOf(scan(EVIL))).artifacts[0]?.verdict).toBe("dangerous");
        expect(spooled(folder)).toEqual([]);
      } finally {
        expect(await stop(service)).toBe(0);
      }
    });
  },
);

const JOB = z.object({ status: z.string(), report: reportSchema.optional() });

test("a service that is killed with queued jobs, twice, ends each with one verdict when it is started again", async () => {
  await inFolder(async (folder) => {
    const { DatabaseSync } = await import("node:sqlite");
    const ids: string[] = [];
    for (let times = 0; times < 2; times++) {
      const service = await start(folder);
      for (let i = 0; i < 10; i++) {
        const body = i === 0 ? LONG : EVIL;
        const accepted = await fetch(`${service.address}/v1/scan`, { method: "POST", body, headers: { prefer: "respond-async" } });
        expect(accepted.status).toBe(202);
        ids.push(z.object({ id: z.string() }).parse(await accepted.json()).id);
      }
      const ended = once(service.child, "close");
      service.child.kill("SIGKILL");
      await ended;
      // Whoever held a job is gone; that its time is over is not waited for.
      const database = new DatabaseSync(join(folder, "db.sqlite"), { timeout: 5000 });
      expect(database.prepare("select count(*) as n from jobs where status in ('queued', 'running')").get()).toEqual({
        n: expect.any(Number),
      });
      database.exec("update jobs set leased = 1 where status = 'running'");
      database.close();
    }
    const service = await start(folder);
    try {
      const see = async (id: string) => JOB.parse(await jsonOf(fetch(`${service.address}/v1/jobs/${id}`)));
      for (const [i, id] of ids.entries()) {
        await until(async () => ["done", "failed"].includes((await see(id)).status));
        const { status, report } = await see(id);
        expect([status, report?.artifacts.map(({ verdict }) => verdict)]).toEqual(["done", [i % 10 === 0 ? "safe" : "dangerous"]]);
      }
      await until(() => spooled(folder).length === 0);
    } finally {
      expect(await stop(service)).toBe(0);
    }
  });
}, 60_000);
