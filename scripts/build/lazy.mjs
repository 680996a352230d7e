/**
 * A package whose default export is a function is loaded when that is first called: picomatch builds its tables for 10 ms,
 * and few commands are given a pattern.
 */
const LAZY = /^picomatch$/;

/** @param root - folder from which packages are found */
export const lazily = (root) => ({
  name: "lazily",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: LAZY }, ({ path, kind }) => (kind === "import-statement" ? { path, namespace: "lazy" } : undefined));
    onLoad({ filter: LAZY, namespace: "lazy" }, ({ path }) => ({
      contents: `let made = null;\nexport default (...args) => (made ??= require("${path}"))(...args);\n`,
      resolveDir: root,
    }));
  },
});
