/** What is made in the pages is what is there: the reference, the codes, the format's examples, and what each command prints. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/cli.js";
import { PAGES, textOf } from "./pages.js";

test("made parts of the pages are fresh (node scripts/docs.mjs)", { timeout: 400_000 }, () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts", "docs.mjs"), "--check"], { cwd: ROOT, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

/** Headings as GitHub links to them; the second of the same name has a number. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = Array.from(textOf(page).matchAll(/^#+ (.*)$/gm), ([, heading = ""]) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(anchors);
}

/** The links of a page, but for those in its code. */
const linksOf = (page: string): readonly string[] =>
  Array.from(
    textOf(page)
      .replace(/^```[\s\S]*?^```$/gm, "")
      .replace(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)/g),
    ([, link = ""]) => link,
  );

test("links between the pages lead somewhere", () => {
  const broken = PAGES.flatMap((page) =>
    linksOf(page).flatMap((link) => {
      if (/^https?:/.test(link)) return [];
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      const there = existsSync(join(ROOT, target)) && (anchor === undefined || anchorsOf(target).has(anchor));
      return there ? [] : [`${page}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});
