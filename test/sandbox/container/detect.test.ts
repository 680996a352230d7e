/** Types by content: every fixture is known for what it is; what numpy's own dispatch would take it for is told apart. */
import { expect, test } from "vitest";
import { DETECT_BYTES, detect, numpyDispatch } from "../../../sandbox/container/detect.js";
import { fixture } from "../../support/containers.js";

test.each([
  ["plain.gz", "gzip"],
  ["plain.bz2", "bz2"],
  ["plain.xz", "xz"],
  ["eos.lzma", "lzma"],
  ["plain.lz4", "lz4"],
  ["plain.zlib", "zlib"],
  ["python3.zf", "zfile"],
  ["plain.zip", "zip"],
  ["ustar.tar", "tar"],
  ["gnu.tar", "tar"],
  ["float.npy", "npy"],
])("%s is %s", (name, container) => {
  expect(detect(fixture(name).subarray(0, DETECT_BYTES))).toBe(container);
});

test.each([
  ["7z\xbc\xaf\x27\x1c", "7z"],
  ["Rar!\x1a\x07\x01\x00", "rar"],
  ["\x28\xb5\x2f\xfd", "zstd"],
  ["\x89HDF\r\n\x1a\n", "hdf5"],
  ["GGUF\x03\x00\x00\x00", "gguf"],
  ['\x20\x00\x00\x00\x00\x00\x00\x00{"a":', "safetensors"],
  ["version https://git-lfs.github.com/spec/v1\n", "lfs-pointer"],
  ["PK\x05\x06", "zip"],
  ["", "pickle"],
  ["\x80\x04", "pickle"],
  ["x", "pickle"],
  ["xyz", "pickle"],
])("%j is %s", (text, container) => {
  expect(detect(Uint8Array.from(text, (c) => c.charCodeAt(0)))).toBe(container);
});

test("zlib by its two bytes: all levels, and no other x", () => {
  for (const second of [0x01, 0x5e, 0x9c, 0xda]) expect(detect(Uint8Array.of(0x78, second, 1))).toBe("zlib");
  expect(detect(Uint8Array.of(0x78, 0x02, 1))).toBe("pickle");
});

test("numpy knows zip and npy", () => {
  expect(numpyDispatch(fixture("stored.npz"))).toBe("zip");
  expect(numpyDispatch(fixture("float.npy"))).toBe("npy");
  expect(numpyDispatch(fixture("plain.gz"))).toBe("pickle");
});
