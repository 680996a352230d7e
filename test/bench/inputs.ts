/**
 * Inputs of the benchmark, made here: a 200 MB array and a 1 GiB bomb in every container. Compressing is Python's own
 * library's work where there is a Python (zlib, gzip, bz2, lzma need no package); lz4 frames are written by hand.
 */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { xxh32 } from "../../sandbox/container/checksum/xxh32.js";

const MB = 1_000_000;
/** Bytes of the array. */
const ARRAY_BYTES = 200 * MB;
const GIB = 2 ** 30;

/** Writes an array of float64 with three decimals as every kind of file; prints one `name path` a line. */
const ARRAYS = `
import sys, struct, zlib, bz2, lzma, zipfile, random, array
folder, size = sys.argv[1], int(sys.argv[2])
random.seed(1)
block = array.array("d", [round(random.gauss(0, 1), 3) for _ in range(125000)]).tobytes()
count = size // 8
def text(s): return b"\\x8c" + bytes([len(s)]) + s
def dtype(): return text(b"numpy") + text(b"dtype") + b"\\x93" + text(b"f8") + b"\\x89\\x88\\x87R(K\\x03" + text(b"<") + b"NNNJ\\xff\\xff\\xff\\xffJ\\xff\\xff\\xff\\xffK\\x00tb"
pickle_head = (b"\\x80\\x04" + text(b"numpy._core.multiarray") + text(b"_reconstruct") + b"\\x93" + text(b"numpy") + text(b"ndarray")
    + b"\\x93K\\x00\\x85C\\x01b\\x87R(K\\x01J" + struct.pack("<i", count) + b"\\x85" + dtype() + b"\\x89B" + struct.pack("<I", size))
wrapper = (b"\\x80\\x03cjoblib.numpy_pickle\\nNumpyArrayWrapper\\n)\\x81}(" + text(b"subclass") + b"cnumpy\\nndarray\\n" + text(b"shape") + b"J"
    + struct.pack("<i", count) + b"\\x85" + text(b"order") + text(b"C") + text(b"dtype") + dtype() + text(b"allow_mmap") + b"\\x88"
    + text(b"numpy_array_alignment_bytes") + b"K\\x10ub")
pad = 16 - (len(wrapper) + 1) % 16
npy_dict = ("{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }" % count).encode()
npy_head = b"\\x93NUMPY\\x01\\x00v\\x00" + npy_dict.ljust(117) + b"\\n"
def pieces(head, tail=b""):
    yield head
    for _ in range(size // len(block)): yield block
    yield tail
pickled = lambda: pieces(pickle_head, b"tb.")
joblib = lambda: pieces(wrapper + bytes([pad]) + b"\\xff" * pad, b".")
class Plain:
    def compress(self, b): return b
    def flush(self): return b""
def write(name, source, coder):
    path = folder + "/" + name
    with open(path, "wb") as f:
        for piece in source: f.write(coder.compress(piece))
        f.write(coder.flush())
    print(name, path)
write("array.pkl", pickled(), Plain())
write("array.joblib", joblib(), Plain())
write("array.z.joblib", joblib(), zlib.compressobj(3))
write("array.joblib.gz", joblib(), zlib.compressobj(3, zlib.DEFLATED, 31))
write("array.joblib.bz2", joblib(), bz2.BZ2Compressor(1))
write("array.joblib.xz", joblib(), lzma.LZMACompressor(lzma.FORMAT_XZ, preset=0))
write("array.joblib.lzma", joblib(), lzma.LZMACompressor(lzma.FORMAT_ALONE, preset=0))
write("array.npy", pieces(npy_head), Plain())
for name, kind in (("array.npz", zipfile.ZIP_STORED), ("array.deflated.npz", zipfile.ZIP_DEFLATED)):
    with zipfile.ZipFile(folder + "/" + name, "w", kind) as z:
        with z.open("a.npy", "w", force_zip64=True) as f:
            for piece in pieces(npy_head): f.write(piece)
    print(name, folder + "/" + name)
`;

/** A pickle of 1 GiB of zero bytes, compressed; an npz of as many. */
const BOMBS = `
import sys, struct, zlib, bz2, lzma, zipfile
folder, size = sys.argv[1], int(sys.argv[2])
zeros = bytes(1 << 20)
head, tail = b"\\x80\\x04\\x8e" + struct.pack("<Q", size), b"."
def write(name, coder):
    path = folder + "/" + name
    with open(path, "wb") as f:
        f.write(coder.compress(head))
        for _ in range(size >> 20): f.write(coder.compress(zeros))
        f.write(coder.compress(tail) + coder.flush())
    print(name, path)
write("bomb.z", zlib.compressobj(9))
write("bomb.gz", zlib.compressobj(9, zlib.DEFLATED, 31))
write("bomb.bz2", bz2.BZ2Compressor(9))
write("bomb.xz", lzma.LZMACompressor(lzma.FORMAT_XZ, preset=0))
write("bomb.lzma", lzma.LZMACompressor(lzma.FORMAT_ALONE, preset=0))
npy = b"\\x93NUMPY\\x01\\x00v\\x00" + ("{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }" % size).encode().ljust(117) + b"\\n"
with zipfile.ZipFile(folder + "/bomb.npz", "w", zipfile.ZIP_DEFLATED) as z:
    with z.open("a.npy", "w", force_zip64=True) as f:
        f.write(npy)
        for _ in range(size >> 20): f.write(zeros)
print("bomb.npz", folder + "/bomb.npz")
`;

/** A made file: its name and where it lies. */
export type Made = readonly [name: string, path: string];

function made(python: string, code: string, folder: string, size: number): Made[] {
  const done = spawnSync(python, ["-c", code, folder, String(size)], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`python could not make the inputs: ${done.stderr}`);
  return done.stdout
    .trim()
    .split("\n")
    .map((line): Made => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
}

const BLOCK = 4 * 2 ** 20;
const u32 = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value >>> 0);
  return out;
};

/** An lz4 frame of independent blocks of 4 MiB, without checksums but the header's. */
function lz4Frame(path: string, blocks: Iterable<{ readonly bytes: Uint8Array; readonly stored: boolean }>): void {
  const fd = openSync(path, "w");
  const descriptor = Uint8Array.of(0x60, 0x70);
  writeSync(fd, u32(0x184d2204));
  writeSync(fd, Uint8Array.of(...descriptor, (xxh32(descriptor, 0, descriptor.length) >>> 8) & 0xff));
  for (const { bytes, stored } of blocks) {
    writeSync(fd, u32(stored ? bytes.length | 0x80000000 : bytes.length));
    writeSync(fd, bytes);
  }
  writeSync(fd, u32(0));
  closeSync(fd);
}

/** A block that decodes to `first` and zeros up to 4 MiB: one match that overlaps itself, then five literals. */
function zeroBlock(first: Uint8Array): Uint8Array {
  const literals = [...first, 0];
  const match = BLOCK - literals.length - 5 - 4;
  const extended = (length: number): number[] => [
    ...Array.from({ length: Math.floor((length - 15) / 255) }, () => 255),
    (length - 15) % 255,
  ];
  const head = literals.length < 15 ? [(literals.length << 4) | 15] : [0xff, ...extended(literals.length)];
  return Uint8Array.from([...head, ...literals, 1, 0, ...extended(match), 0x50, 0, 0, 0, 0, 0]);
}

/** A 200 MB array in every container. */
export function arrayFiles(python: string, folder: string): Made[] {
  return made(python, ARRAYS, folder, ARRAY_BYTES);
}

/** A 1 GiB bomb in every compression. */
export function bombs(python: string, folder: string): Made[] {
  const path = join(folder, "bomb.lz4");
  const head = Buffer.concat([Buffer.from([0x80, 4, 0x8e]), u32(GIB), u32(0)]);
  const whole = zeroBlock(new Uint8Array(0));
  lz4Frame(path, [
    { bytes: zeroBlock(head), stored: false },
    ...Array.from({ length: GIB / BLOCK }, () => ({ bytes: whole, stored: false })),
  ]);
  return [...made(python, BOMBS, folder, GIB), ["bomb.lz4", path]];
}

/** The array's joblib file as an lz4 frame of stored blocks. */
export function lz4Of(folder: string, bytes: (offset: number, length: number) => Uint8Array, size: number): Made {
  const path = join(folder, "array.joblib.lz4");
  function* blocks(): Generator<{ bytes: Uint8Array; stored: boolean }> {
    for (let at = 0; at < size; at += BLOCK) yield { bytes: bytes(at, Math.min(BLOCK, size - at)), stored: true };
  }
  lz4Frame(path, blocks());
  return ["array.joblib.lz4", path];
}
