/** The pages of the documentation and the blocks of code on them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/cli.js";

function* below(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* below(path);
    else if (entry.name.endsWith(".md")) yield path;
  }
}

/** README and every page below `docs/`, by path from the repository's root. */
export const PAGES: readonly string[] = ["README.md", ...[...below("docs")].sort()];

export const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** A block of code, and the page that it stands on. */
export interface Block {
  readonly page: string;
  readonly code: string;
}

/** Blocks in one of the languages. What is fenced with more words (`ts signature`) is none. */
export function blocksIn(pages: readonly string[], languages: readonly string[]): readonly Block[] {
  const fence = new RegExp(`^\`\`\`(?:${languages.join("|")})\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return pages.flatMap((page) => Array.from(textOf(page).matchAll(fence), ([, code = ""]) => ({ page, code })));
}
