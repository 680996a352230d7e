/**
 * sklearn.feature_extraction.image.PatchExtractor (0.17 to 1.9): all patches of each image, row by row, or some of them
 * at random from the seed. Patches are doubles.
 */
import { CornichonError, sentence } from "../../errors.js";
import { numberOf } from "../../neutral/document.js";
import type { RandomState } from "../../numeric/mt19937.js";
import { float64, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, methods, NO_COLUMNS } from "../define.js";
import { seeded } from "../parts/stored/random-state.js";
import type { State } from "../state.js";

interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float64Array;
}

/** Sizes of a patch and its number of places. */
interface Patch {
  readonly height: number;
  readonly width: number;
  readonly down: number;
  readonly across: number;
}

function imagesOf({ shape, data }: NDArray): Images {
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || data.length !== count * height * width * channels)
    throw new CornichonError("input.shape", sentence`PatchExtractor takes images with 3 or 4 axes, got ${shape.length}.`);
  return { count, height, width, channels, data: Float64Array.from(data, Number) };
}

function patchOf(state: State, images: Images): Patch {
  const given = state.has("patch_size") ? state.items("patch_size").map((size) => numberOf(size) ?? 0) : null;
  const [height = Math.floor(images.height / 10), width = Math.floor(images.width / 10)] = given ?? [];
  const [down, across] = [images.height - height + 1, images.width - width + 1];
  if (!(height >= 1 && width >= 1 && down >= 1 && across >= 1))
    throw new CornichonError("input.shape", sentence`Height and width of the patch should be less than the height and width of the image.`);
  return { height, width, down, across };
}

/** Corners of an image's patches: all of them, or `max_patches` (a number, or below 1 a share) drawn with replacement. */
function cornersOf(state: State, { down, across }: Patch): (random: RandomState | null) => readonly (readonly [number, number])[] {
  const most = state.number("max_patches");
  const all = down * across;
  if (most === null) {
    const corners = Array.from({ length: all }, (_, at) => [Math.floor(at / across), at % across] as const);
    return () => corners;
  }
  const count = most < 1 ? Math.trunc(most * all) : Math.min(most, all);
  return (random) => {
    const rows = Array.from({ length: count }, () => random?.below(down) ?? 0);
    return rows.map((row) => [row, random?.below(across) ?? 0] as const);
  };
}

function extract(state: State, images: Images): NDArray {
  const patch = patchOf(state, images);
  const corners = cornersOf(state, patch);
  const random = state.has("max_patches") ? seeded(state, "transform")() : null;
  const { channels, height, width } = images;
  const places = Array.from({ length: images.count }, () => corners(random));
  const count = places.reduce((sum, one) => sum + one.length, 0);
  const out = new Float64Array(count * patch.height * patch.width * channels);
  let to = 0;
  places.forEach((ofImage, image) => {
    for (const [top, left] of ofImage)
      for (let row = top; row < top + patch.height; row++) {
        const from = ((image * height + row) * width + left) * channels;
        out.set(images.data.subarray(from, from + patch.width * channels), to);
        to += patch.width * channels;
      }
  });
  return float64([count, patch.height, patch.width, ...(channels > 1 ? [channels] : [])], out);
}

export const PatchExtractor = defineModel({
  class: "sklearn.feature_extraction.image.PatchExtractor",
  build: (state) => ({
    ...NO_COLUMNS,
    methods: methods({ transform: (x) => extract(state, imagesOf(x.array())) }),
  }),
});
