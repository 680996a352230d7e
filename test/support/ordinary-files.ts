/**
 * Files that any repository has and that are no artifacts: sources, documents, tables and images, of which many begin with
 * bytes that are opcodes of a pickle (`i`mport, `c`onst, PNG's `\x89P`, GIF's `G`, a pyc's `c`).
 */
import { deflateSync, gzipSync } from "node:zlib";

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));

const PY = `import os\nimport csv\nclass Model:\n    pass\n\n\ndef f(x):\n    return x\n`;

/** A text for every printable first character, of several shapes. */
const TEXTS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).flatMap((first, i): [string, string][] => [
  [`texts/${i}-word.txt`, `${first}ord\nanother line\nand a third.\n`],
  [`texts/${i}-line.md`, `${first}`],
  [`texts/${i}-crlf.csv`, `${first},b\r\n1,2\r\n3,4\r\n`],
  [`texts/${i}-names.txt`, `${first}ollections\nabc\n\nos\nsystem\n`],
]);

const NAMED: readonly (readonly [string, string | Uint8Array])[] = [
  ["src/model.py", PY],
  ["src/__init__.py", ""],
  ["src/cli.js", "const fs = require('fs');\nconsole.log(1);\n"],
  ["src/index.ts", "import { a } from './a';\nexport const b = a;\n"],
  ["src/main.c", "#include <stdio.h>\nint main() { return 0; }\n"],
  ["src/build.sh", "#!/bin/sh\nset -e\n"],
  ["sql/schema.sql", "CREATE TABLE t (id INT);\n"],
  ["requirements.txt", "scikit-learn==1.3.0\nnumpy\npandas>=2\njoblib\n"],
  ["conda.yaml", "channels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip:\n  - mlflow\nname: env\n"],
  ["python_env.yaml", "python: 3.11.2\nbuild_dependencies:\n- pip==22\n"],
  ["MLmodel", "artifact_path: model\nflavors:\n  sklearn:\n    pickled_model: model.pkl\n"],
  [".gitignore", "*.pyc\n__pycache__/\n"],
  ["LICENSE", "MIT License\n\nCopyright (c)\n"],
  ["README.md", "# A model\n\nSome text.\n"],
  ["Makefile", "all:\n\techo hi\n"],
  ["Dockerfile", "FROM python:3.11\nCOPY . .\n"],
  ["notebook.ipynb", JSON.stringify({ cells: [{ cell_type: "code", source: ["import joblib\n", "joblib.load('m.pkl')"] }], nbformat: 4 })],
  ["data/table.csv", "MKT,SMB,HML\n1.0,2.0,3.0\n"],
  ["data/rows.json", "[[1, 2], [3, 4]]\n"],
  ["data/config.json", '{"a": 1}\n'],
  ["data/plain.p0", "I1\n."],
  ["data/numbers.bin", new Uint8Array(4096).fill(1)],
  ["data/zeros.bin", new Uint8Array(4096)],
  ["data/table.parquet", bytes("PAR1", [21, 4, 21], "PAR1")],
  ["data/table.arrow", bytes("ARROW1\0\0", [1, 2, 3])],
  ["data/db.sqlite", bytes("SQLite format 3\0", [16, 0, 1, 1])],
  ["data/weights.h5", bytes([0x89], "HDF\r\n\x1a\n", [0, 0, 0])],
  ["data/model.gguf", bytes("GGUF", [3, 0, 0, 0])],
  ["data/model.onnx", bytes([8, 8, 0x12, 7], "pytorch", [0x1a, 3], "2.0")],
  ["data/log.txt.gz", gzipSync("call me\nIshmael\n".repeat(50))],
  ["data/blob", deflateSync("blob 12\0hello world\n")],
  ["img/plot.png", bytes([0x89], "PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 0, 1])],
  ["img/photo.jpg", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], "JFIF")],
  ["img/anim.gif", bytes("GIF89a", [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c])],
  ["img/logo.svg", '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n'],
  ["img/icon.ico", bytes([0, 0, 1, 0, 1, 0, 16, 16])],
  ["img/scan.tiff", bytes("II*\0", [8, 0, 0, 0])],
  ["img/p.webp", bytes("RIFF", [4, 0, 0, 0], "WEBPVP8 ")],
  ["media/a.mp3", bytes("ID3", [4, 0, 0, 0, 0, 0, 0])],
  ["media/a.wav", bytes("RIFF", [4, 0, 0, 0], "WAVEfmt ")],
  ["media/a.mp4", bytes([0, 0, 0, 24], "ftypisom")],
  ["docs/paper.pdf", bytes("%PDF-1.7\n%", [0xe2, 0xe3, 0xcf, 0xd3], "\n1 0 obj\n")],
  ["docs/page.html", "<!DOCTYPE html><html></html>"],
  ["docs/feed.xml", '<?xml version="1.0"?><feed/>'],
  ["docs/utf16.txt", bytes([0xff, 0xfe], "c\0o\0s\0\n\0")],
  ["docs/bom.txt", bytes([0xef, 0xbb, 0xbf], "cos\nsystem\n")],
  ["lib/a.so", bytes([0x7f], "ELF", [2, 1, 1, 0])],
  ["lib/a.dylib", bytes([0xcf, 0xfa, 0xed, 0xfe, 7, 0])],
  ["lib/a.wasm", bytes("\0asm", [1, 0, 0, 0])],
  ["lib/py27.pyc", bytes([0x03, 0xf3, 13, 10, 1, 2, 3, 4], "c", [0, 0, 0, 0, 1, 0, 0, 0])],
  ["lib/py36.pyc", bytes([0x33, 13, 13, 10, 1, 2, 3, 4, 5, 6, 7, 8], "\xe3", [0, 0, 0, 0])],
  ["lib/py38.pyc", bytes([0x55, 13, 13, 10, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], "\xe3", [0, 0])],
  ["lib/py39.pyc", bytes([0x61, 13, 13, 10, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], "\xe3", [0, 0])],
  ["lib/py312.pyc", bytes([0xcb, 13, 13, 10, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8], "\xe3", [0, 0])],
  ["fonts/a.woff2", bytes("wOF2", [0, 1, 0, 0])],
  ["history/pack-1.pack", bytes("PACK\0\0\0\x02", [0, 0, 0, 1])],
  ["history/pack-1.idx", bytes([0xff], "tOc", [0, 0, 0, 2])],
  ["history/index", bytes("DIRC\0\0\0\x02", [0, 0, 0, 1])],
  ["history/commit", "commit 1\ntree 2\n"],
];

/** Path and content of each. */
export const ordinaryFiles = (): readonly (readonly [string, string | Uint8Array])[] => [...NAMED, ...TEXTS];
