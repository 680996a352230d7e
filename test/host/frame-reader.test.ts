/** Frames come whole, whatever the pieces; what no honest child sends is refused before it is kept. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Frame, FrameReader } from "../../src/host/frame-reader.js";
import { FROM_CHILD, frame, MAX_FROM_CHILD } from "../../src/host/protocol.js";

function read(bytes: Buffer, piece: number): readonly Frame[] | null {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    if (!reader.push(bytes.subarray(at, at + piece), (one) => frames.push(one))) return null;
  }
  return frames;
}

test("whole frames in any pieces", () => {
  const emissions = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
  const property = fc.property(emissions, fc.integer({ min: 1, max: 30 }), (payloads, piece) => {
    const ready = frame(FROM_CHILD.ready, new Uint8Array());
    const bytes = Buffer.concat([ready, ...payloads.map((payload) => frame(FROM_CHILD.emit, payload)), ready]);
    expect(read(bytes, piece)?.map((one) => [...one.payload])).toEqual([[], ...payloads.map((payload) => [...payload]), []]);
  });
  fc.assert(property);
});

test.each(Object.entries(MAX_FROM_CHILD))("type %s: its longest payload and one byte more", (type, most) => {
  expect(read(frame(Number(type), new Uint8Array(most)), 65_536)).toHaveLength(1);
  expect(read(frame(Number(type), new Uint8Array(most + 1)).subarray(0, 5), 5)).toBeNull();
});

test.each([0, 7, 255])("type %i is none", (type) => expect(read(frame(type, new Uint8Array()), 5)).toBeNull());

test("a frame of length 0 has not even a type", () => expect(read(Buffer.from([0, 0, 0, 0, FROM_CHILD.emit]), 5)).toBeNull());
