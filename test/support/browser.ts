/**
 * The page in a real browser: Debian's chromium, or the one that CORNICHON_CHROMIUM names. Every request that leaves the
 * page's own origin, every violation of its policy and every error of a script is kept, and none is wanted.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { basename, extname, join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

const CHROMIUM = process.env["CORNICHON_CHROMIUM"] ?? "/usr/bin/chromium";

/** Null where there is no browser. */
export const BROWSER: string | null = existsSync(CHROMIUM) ? CHROMIUM : null;

if (BROWSER === null)
  process.stderr.write("\n*** there is no chromium here (apt-get install chromium): tests of the page are SKIPPED ***\n\n");

function launch(): Promise<Browser> {
  if (BROWSER === null) throw new Error("there is no chromium");
  return chromium.launch({ executablePath: BROWSER, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Hands out a folder below a path of its own, as a static server does that knows nothing of it. */
async function serveFolder(folder: string): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer(({ url = "" }, response) => {
    const name = url.replace(/^\/below\/here\//, "") || "index.html";
    const file = join(folder, name);
    if (!/^[\w.-]+$/.test(name) || !existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port");
  return { address: `http://127.0.0.1:${bound.port}/below/here/`, server };
}

export interface Look {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
}

/** A page, and what it must not do. */
export interface Opened {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens the page; `problems` grows while it is used. */
async function open(browser: Browser, address: string, { scheme = "light", width = 1280 }: Look = {}): Promise<Opened> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  const own = new URL(address).origin;
  context.on("request", (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/.test(url) && new URL(url).origin !== own) problems.push(`request: ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/i.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  return { page, problems };
}

/** A file in memory, or the path of one. */
export type Given = { readonly name: string; readonly buffer: Buffer } | string;

const payloadOf = (file: Given) =>
  typeof file === "string"
    ? { name: basename(file), mimeType: "application/octet-stream", buffer: readFileSync(file) }
    : { ...file, mimeType: "application/octet-stream" };

/** Waits until every file has its verdict, and the page says so. */
export async function judged(page: Page): Promise<void> {
  await page.locator("main > section > [role=status]", { hasText: /(?<!waiting)\.$/ }).waitFor({ timeout: 120_000 });
  // The counts are told a moment after files were added: before it they are those of the files before.
  await expect.poll(() => page.locator(".files .word", { hasText: "Waiting" }).count(), { timeout: 120_000 }).toBe(0);
}

/** Gives files to the page, and waits for their verdicts. */
export async function give(page: Page, files: readonly Given[]): Promise<void> {
  await page.setInputFiles("#files", files.map(payloadOf));
  await judged(page);
}

/** A long file, which does not go through this process. */
export async function givePath(page: Page, path: string): Promise<void> {
  await page.setInputFiles("#files", path);
  await judged(page);
}

/** What an expression is in the page. It comes from outside, so the page's policy (no eval) does not hold it back. */
export async function valueIn(page: Page, expression: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  await session.detach();
  return result.value;
}

/** The most memory that any of the browser's pages had, in bytes. */
export async function peakMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const peaks = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0) * 1024);
  return Math.max(...peaks);
}

export const SITE = join(import.meta.dirname, "..", "..", "dist", "page");

/** The site and a browser for a file of tests, and how a page of it is used and held to what it must not do. */
export interface Site {
  readonly browser: () => Browser;
  readonly withPage: (work: (opened: Opened) => Promise<void>, look?: Look) => Promise<void>;
}

/** Begins and ends with the tests of the `describe` that calls it. */
export function site(): Site {
  let browser: Browser | null = null;
  let server: Server | null = null;
  let address = "";
  const running = (): Browser => {
    if (browser === null) throw new Error("the browser has not begun");
    return browser;
  };
  beforeAll(async () => {
    browser = await launch();
    ({ address, server } = await serveFolder(SITE));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  const withPage = async (work: (opened: Opened) => Promise<void>, look: Look = {}): Promise<void> => {
    const opened = await open(running(), address, look);
    try {
      await work(opened);
      expect(opened.problems).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  };
  return { browser: running, withPage };
}

/** The part of the page with that heading. */
export const section = (page: Page, title: string): Locator =>
  page.locator("section.card", { has: page.locator(`h3:text-is("${title}")`) });

/** What a button of the downloads gives. */
export async function downloaded(page: Page, label: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    section(page, "Download").getByRole("button", { name: label, exact: true }).click(),
  ]);
  return readFileSync(await download.path());
}

/** The words of the files' verdicts, in their order. */
export const words = (page: Page): Promise<string[]> => page.locator(".files .word").allTextContents();

/** Drops files and folders from the disk, as a person does with the mouse. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  await session.detach();
}
