/**
 * Puts the chunks that a command always loads together into one file: to open, resolve and link forty of them takes longer
 * than to judge a small file. esbuild splits by who may reach a module and cannot be told to; here its output is bundled once
 * more, a group at a time, and whoever imported a chunk imports the group's file. Entry points stay what they are.
 */
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";

/** What a chunk wants of others, as esbuild writes it; the names of chunks have a hash in them, so that nothing else looks like it. */
const IMPORT = /(?<![\w$.])import(?:\{([^{}]*)\}from)?"\.\/(chunk-\w+\.js)"/g;

/** A chunk and those that are loaded with it; entry points are not of them. */
function reached(outputs, start) {
  const seen = new Set();
  const pending = [start];
  for (const name of pending) {
    if (seen.has(name)) continue;
    seen.add(name);
    pending.push(
      ...outputs[name].imports.filter(({ kind, external }) => kind === "import-statement" && external !== true).map(({ path }) => path),
    );
  }
  return [...seen].filter((name) => outputs[name].entryPoint === undefined);
}

/** Names of different chunks may be the same; those of a group are told apart by their number. */
const nameIn = (index, name) => `c${index}_${name}`;

/** Bundles a group's chunks into one script. @returns its text */
async function bundled(folder, chunks, options) {
  const own = new Set(chunks.map(({ file }) => resolve(folder, file)));
  const contents = chunks
    .filter(({ names }) => names.length > 0)
    .map(({ file, names, index }) => `export { ${names.map((name) => `${name} as ${nameIn(index, name)}`).join(", ")} } from "./${file}";`)
    .join("\n");
  const onlyOwn = {
    name: "only-own",
    setup: ({ onResolve }) =>
      onResolve({ filter: /./ }, ({ path, resolveDir, kind }) => {
        const at = resolve(resolveDir, path);
        return kind !== "dynamic-import" && own.has(at) ? { path: at } : { path, external: true };
      }),
  };
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    plugins: [onlyOwn],
  });
  return outputFiles[0].text;
}

/** Imports of chunks become imports of their groups' files. */
const redirected = (script, places) =>
  script.replace(IMPORT, (whole, names, file) => {
    const place = places.get(file);
    if (place === undefined) return whole;
    const renamed = (names ?? "")
      .split(",")
      .filter((one) => one !== "")
      .map((one) => {
        const [name, local = name] = one.trim().split(/\s+as\s+/);
        return `${nameIn(place.index, name)} as ${local}`;
      });
    return `import${renamed.length === 0 ? "" : `{${renamed.join(",")}}from`}"./${place.file}"`;
  });

/**
 * Merges chunks in a folder, given as esbuild's `outputs`. A group is named by sources that are entry points; what an earlier
 * group has a later one takes from there.
 * @returns names of the files that stand in the folder now
 */
export async function mergeChunks(root, folder, outputs, groups, options) {
  const places = new Map();
  const texts = new Map();
  for (const sources of groups) {
    const starts = sources.map((source) => Object.keys(outputs).find((name) => outputs[name].entryPoint === source));
    const chunks = [...new Set(starts.flatMap((name) => reached(outputs, name)))]
      .filter((name) => !places.has(basename(name)))
      .map((name, index) => ({ file: basename(name), names: outputs[name].exports, index }));
    const text = await bundled(folder, chunks, options);
    const file = `chunk-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.js`;
    for (const { file: old, index } of chunks) places.set(old, { file, index });
    texts.set(file, text);
  }
  for (const name of Object.keys(outputs)) {
    const file = basename(name);
    if (dirname(resolve(root, name)) !== resolve(folder)) throw new Error(`${name} is not in ${folder}`);
    if (places.has(file)) rmSync(join(folder, file));
    else texts.set(file, readFileSync(join(folder, file), "utf8"));
  }
  for (const [file, text] of texts) writeFileSync(join(folder, file), redirected(text, places));
  return [...texts.keys()];
}
