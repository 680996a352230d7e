/** What lies in the spool and is nobody's: uploads that a killed service had begun. */
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { DiskSpool } from "../../src/server/spool/disk.js";
import { inFolder } from "../support/service.js";
import { until } from "../support/socket.js";

const MINUTE_MS = 60_000;
const never = async (): Promise<ReadonlySet<string>> => new Set();

test("what a killed service had begun is swept at once, what somebody is at is not, however long nothing comes", async () => {
  await inFolder(async (folder) => {
    const [spool, other] = [new DiskSpool(folder), new DiskSpool(folder)];
    const body = new PassThrough();
    const kept = spool.keep(body, 100);
    await until(() => readdirSync(folder).length === 1);
    const [own = ""] = readdirSync(folder);
    const left = `${randomUUID()}.part`;
    const begun = `${randomUUID()}.part`;
    for (const name of [left, begun]) writeFileSync(join(folder, name), "x");
    const past = new Date(Date.now() - 2 * MINUTE_MS);
    for (const name of [own, left]) utimesSync(join(folder, name), past, past);
    // The service whose upload it is says so before it looks for others'.
    expect(await spool.sweep(Date.now() - 60 * MINUTE_MS, never)).toBe(1);
    expect(readdirSync(folder).toSorted()).toEqual([own, begun].toSorted());
    utimesSync(join(folder, begun), past, past);
    expect(await other.sweep(Date.now() - 60 * MINUTE_MS, never)).toBe(1);
    expect(readdirSync(folder)).toEqual([own]);
    body.end("abc");
    const { key, bytes } = await kept;
    expect([bytes, existsSync(join(folder, key))]).toEqual([3, true]);
    // Whole ones go by their age.
    utimesSync(join(folder, key), past, past);
    expect(await other.sweep(Date.now() - 60 * MINUTE_MS, never)).toBe(0);
    expect(await other.sweep(Date.now() - MINUTE_MS, never)).toBe(1);
  });
});
