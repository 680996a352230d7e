/** Uploads judged, converted and inspected over HTTP, and what the service remembers of them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { convert, scan } from "../../src/index.js";
import { reportSchema } from "../../src/report/schema.js";
import { inFolder, jsonOf, startIn, withService } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";

const NAME = "model_v1.0.0_2024-01-15.joblib.gz";
const MODEL = readFileSync(join(FIXTURES, "seed", NAME));
const EVIL = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");

const post = (body: NonNullable<RequestInit["body"]>, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body,
  headers,
});

const form = (...files: readonly (readonly [string, Uint8Array])[]): FormData => {
  const data = new FormData();
  for (const [name, bytes] of files) data.append("file", new Blob([new Uint8Array(bytes)]), name);
  return data;
};

const PROBLEM = z.object({
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  findings: z.array(z.object({ code: z.string() })).optional(),
});

test("a raw body is judged as scan judges the file, under its name; nothing stays in the spool", async () => {
  await withService({}, async ({ ask, spooled }) => {
    const { verdict, artifacts } = await scan(new Blob([new Uint8Array(MODEL)]));
    const response = await ask(`/v1/scan?name=${NAME}`, post(MODEL, { "content-type": "application/json" }));
    const report = reportSchema.parse(await jsonOf(response));
    expect([response.status, verdict, report.artifacts]).toEqual([200, "safe", [{ ...artifacts[0], path: NAME }]]);
    expect(spooled()).toEqual([]);
  });
});

test("a form's files are judged in their order, a dangerous one is a 200", async () => {
  await withService({}, async ({ ask, spooled }) => {
    const response = await ask("/v1/scan", post(form(["a.pkl", EVIL], [NAME, MODEL], ["../../b.pkl", Buffer.from("nothing")])));
    const { artifacts, summary } = reportSchema.parse(await jsonOf(response));
    expect(artifacts.map(({ verdict }) => verdict)).toEqual(["dangerous", "safe", "malformed"]);
    expect(summary).toMatchObject({ artifacts: 3, dangerous: 1, safe: 1, malformed: 1 });
    expect(response.status).toBe(200);
    expect(spooled()).toEqual([]);
  });
});

test("a conversion is what the library's is; what is not safe is a 422 with its findings", async () => {
  await withService({}, async ({ ask }) => {
    const { output } = await convert(new Uint8Array(MODEL), { to: "onnx", fileName: NAME });
    const made = await ask(`/v1/convert?to=onnx&name=${NAME}`, post(MODEL));
    expect([made.status, Buffer.from(await made.arrayBuffer()).equals(Buffer.from(output ?? []))]).toEqual([200, true]);
    const refused = await ask("/v1/convert?to=onnx", post(EVIL));
    const { code, findings } = PROBLEM.parse(await jsonOf(refused));
    expect([refused.status, refused.headers.get("content-type"), code]).toEqual([
      422,
      "application/problem+json; charset=utf-8",
      "artifact.refused",
    ]);
    expect(findings?.[0]?.code).toBe("global.dangerous");
  });
});

test("inspect gives a line an instruction and the artifact last", async () => {
  await withService({}, async ({ ask }) => {
    const response = await ask("/v1/inspect?name=evil.pkl", post(EVIL));
    const lines = (await response.text()).trimEnd().split("\n");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ offset: 0, opcode: "GLOBAL" });
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ artifact: { path: "evil.pkl", verdict: "dangerous" } });
  });
});

const LINE = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  who: z.string(),
  sha256: z.string(),
  verdict: z.string(),
  codes: z.array(z.string()),
});

test("the last report is found by the file's hash, and the log tells who asked", async () => {
  await withService({}, async ({ ask }) => {
    await ask("/v1/scan?name=evil.pkl", post(EVIL));
    const sha256 = createHash("sha256").update(EVIL).digest("hex");
    const kept = reportSchema.parse(await jsonOf(ask(`/v1/artifacts/${sha256}`)));
    expect(kept.artifacts[0]).toMatchObject({ path: "evil.pkl", verdict: "dangerous", sha256 });
    expect((await ask(`/v1/artifacts/${"0".repeat(64)}`)).status).toBe(404);
    // Another way of judging has judged nothing.
    expect((await ask(`/v1/artifacts/${sha256}?deep=true`)).status).toBe(404);
    const line = LINE.parse(JSON.parse(await (await ask("/v1/audit")).text()));
    expect(line).toMatchObject({ who: "local", sha256, verdict: "dangerous", codes: ["global.dangerous"] });
    expect(await (await ask(`/v1/audit?since=${Date.parse(line.at) + 1}`)).text()).toBe("");
  });
});

const JOB = z.object({ status: z.string(), report: z.object({ artifacts: z.array(z.object({ verdict: z.string() })) }).optional() });

/** A job when it has ended. */
async function ended(ask: (path: string) => Promise<Response>, location: string): Promise<z.infer<typeof JOB>> {
  for (;;) {
    const job = JOB.parse(await jsonOf(ask(location)));
    if (job.status === "done" || job.status === "failed") return job;
  }
}

test("a job is accepted, told when it is done, and taken up again by the next service where one ended before", async () => {
  await inFolder(async (folder) => {
    const first = await startIn(folder);
    const accepted = await first.ask("/v1/scan", post(form(["a.pkl", EVIL], [NAME, MODEL]), { prefer: "respond-async" }));
    const location = accepted.headers.get("location") ?? "";
    await first.stop();
    const second = await startIn(folder);
    try {
      const { status, report } = await ended(second.ask, location);
      expect([accepted.status, status, report?.artifacts.map(({ verdict }) => verdict)]).toEqual([202, "done", ["dangerous", "safe"]]);
      expect(second.spooled()).toEqual([]);
      expect((await second.ask("/v1/jobs/none")).status).toBe(404);
    } finally {
      await second.stop();
    }
  });
});

test("bad requests are problems with a code, and nothing of them stays", async () => {
  await withService({ reading: { limits: { maxBytes: 1000 } } }, async ({ ask, spooled }) => {
    const problems: readonly (readonly [string, RequestInit, number, string])[] = [
      ["/v1/scan", post(Buffer.alloc(1001)), 413, "request.too-large"],
      ["/v1/scan", post(form(["a", EVIL], ["b", Buffer.alloc(1001)])), 413, "request.too-large"],
      ["/v1/scan", post(new FormData()), 400, "request.malformed"],
      ["/v1/scan", post("nothing", { "content-type": "multipart/form-data" }), 400, "request.malformed"],
      ["/v1/scan?deep=perhaps", post(EVIL), 400, "request.malformed"],
      ["/v1/convert?to=cobol", post(EVIL), 400, "request.malformed"],
      ["/v1/convert", post(form(["a", EVIL], ["b", EVIL])), 400, "request.malformed"],
      ["/v1/artifacts/0", {}, 400, "request.malformed"],
      ["/v1/audit?since=yesterday", {}, 400, "request.malformed"],
      ["/v1/scan", { method: "GET" }, 405, "request.method"],
      ["/v2/models/none", {}, 404, "request.not-found"],
      ["/%00", {}, 404, "request.not-found"],
    ];
    for (const [path, init, status, code] of problems) {
      const response = await ask(path, init);
      const problem = PROBLEM.parse(await jsonOf(response));
      expect([path, response.status, problem.status, problem.code], problem.detail).toEqual([path, status, status, code]);
      expect(response.headers.get("x-request-id")).toMatch(/./);
    }
    expect(spooled()).toEqual([]);
  });
});

test("names that no terminal and no database takes are kept and told escaped", async () => {
  await withService({}, async ({ ask }) => {
    const name = "a\u0000\u001b[31m\u202eb.pkl";
    expect((await ask(`/v1/scan?name=${encodeURIComponent(name)}`, post(EVIL))).status).toBe(200);
    const text = await (await ask("/v1/audit")).text();
    expect(JSON.parse(text)).toMatchObject({ name: "a\\u{0}\\u{1b}[31m\\u{202e}b.pkl" });
  });
});

test("rows that others damaged are passed over, and nothing else suffers", async () => {
  await inFolder(async (folder) => {
    const service = await startIn(folder);
    try {
      for (const name of ["one.pkl", "two.pkl"]) await service.ask(`/v1/scan?name=${name}`, post(EVIL));
      const { DatabaseSync } = await import("node:sqlite");
      const database = new DatabaseSync(join(folder, "service.sqlite"), { timeout: 5000 });
      database.exec("update audit set codes = '[1' where name = 'one.pkl'; update results set report = '[{}]'");
      database.exec("insert into jobs values ('odd', 'local', 'queued', 'x', '{', null, 0, 1, null)");
      database.close();
      const { name } = LINE.extend({ name: z.string() }).parse(JSON.parse(await (await service.ask("/v1/audit")).text()));
      expect(name).toBe("two.pkl");
      const sha256 = createHash("sha256").update(EVIL).digest("hex");
      expect((await service.ask(`/v1/artifacts/${sha256}`)).status).toBe(404);
      expect((await ended(service.ask, "/v1/jobs/odd")).status).toBe("failed");
      expect((await service.ask("/v1/scan", post(EVIL))).status).toBe(200);
    } finally {
      await service.stop();
    }
  });
});

test("an address that is there says which methods it takes, before it reads a body", async () => {
  await withService({}, async ({ ask }) => {
    for (const [method, path, allow] of [
      ["GET", "/v1/scan", "POST"],
      ["DELETE", "/v1/jobs/a", "GET, HEAD"],
      ["PUT", "/v2/models/model/infer", "POST"],
      ["POST", "/metrics", "GET, HEAD"],
    ] as const) {
      const response = await ask(path, { method, ...(method === "GET" ? {} : { body: EVIL, headers: { "content-type": "a/b" } }) });
      expect([path, response.status, response.headers.get("allow")]).toEqual([path, 405, allow]);
      expect(PROBLEM.parse(await jsonOf(response)).code).toBe("request.method");
    }
    expect((await ask("/v1/nothing", {})).status).toBe(404);
  });
});
