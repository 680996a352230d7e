/** A child that fell to its artifact can still do nothing, and whatever it says is looked at twice. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BuiltHost, buildHost, inMemory, job } from "./support/build-host.js";

let built: BuiltHost;

beforeAll(async () => {
  process.env["CORNICHON_TEST_SECRET"] = "secret";
  built = await buildHost({ child: "test/host/support/intruder.ts" });
});

afterAll(() => {
  delete process.env["CORNICHON_TEST_SECRET"];
  built.remove();
});

const artifact = inMemory(new Uint8Array(8));

test("nothing that a Node process can do works in the child", async () => {
  const host = built.createHost();
  const outcome = await host.run(artifact, job("try everything"), {});
  expect(outcome.wall).toBeNull();
  expect(outcome.report?.artifacts[0]?.root).toBe("");
  await host.close();
});

test("behind what is safe the isolate is kept, behind all else a fresh one is asked for, behind a limit there is a fresh child", async () => {
  const host = built.createHost();
  const ask = async (member: string) => (await host.run(artifact, job(member), {})).report?.artifacts[0]?.root;
  expect(await ask("what came?")).toBe("nothing");
  expect(await ask("what came?")).toBe("keep");
  for (const code of ["global.unlisted", "stream.utf8", "artifact.empty"]) {
    await ask(`find ${code}`);
    expect(await ask("what came?")).toBe("renew");
  }
  expect(await ask("what came?")).toBe("keep");
  await ask("find limit.depth");
  expect(await ask("what came?")).toBe("nothing");
  await host.close();
});

describe("a lie ends the child", () => {
  const lies = [
    "a frame of another type",
    "a frame without an end",
    "a status that is no JSON",
    "a status of another kind",
    "a start that failed, told late",
    "a status in another form",
    "done without a report",
    "a read of nowhere",
    "a read before the start",
    "a read of too much",
    "an emission on no channel",
    "an empty emission",
    "exit",
  ];
  test.each(lies)("%s", async (lie) => {
    const host = built.createHost();
    const outcome = await host.run(artifact, job(lie), {});
    expect(outcome.report).toBeNull();
    expect(outcome.wall?.code).toBe("limit.crash");
    await host.close();
  });
});

test("a child that does not start is our own failure", async () => {
  const broken = await buildHost({ child: "test/host/support/broken-child.ts" });
  await expect(broken.createHost().run(artifact, job("sum"), {})).rejects.toMatchObject({ code: "host.isolate-unavailable" });
  broken.remove();
});
