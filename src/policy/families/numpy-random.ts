/**
 * numpy.random: the constructors call what they are given, so each is listed with a checker that takes only the five
 * bit generators by name, as a class, or as an instance made by the same stream. States are numbers and one array.
 */
import type { ClassRow, Family } from "../rows.js";

const bitGenerator = (module: string, name: string): ClassRow => ({
  path: `numpy.random.${name}`,
  at: `numpy.random.${module} numpy.random`,
  form: "call",
  state: "bit-generator",
});

const BIT_GENERATORS = ["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"] as const;

/** Checksums under which cython wrote SeedSequence. */
const SEED_SEQUENCE = [260583498, 65708578];

export const NUMPY_RANDOM: Family = {
  family: "numpy-random",
  doc: "Random states and generators: numbers that were drawn from, never run here.",
  classes: [
    bitGenerator("_mt19937", "MT19937"),
    bitGenerator("_pcg64", "PCG64"),
    bitGenerator("_pcg64", "PCG64DXSM"),
    bitGenerator("_philox", "Philox"),
    bitGenerator("_sfc64", "SFC64"),
    {
      path: "numpy.random.SeedSequence",
      at: "numpy.random.bit_generator numpy.random._bit_generator numpy.random",
      form: "call",
      state: "tuple-seed-sequence",
    },
  ],
  calls: [
    {
      path: "numpy.random.__RandomState_ctor",
      at: "numpy.random",
      check: "randomstate-legacy",
      args: { result: ["numpy.random.RandomState"], state: ["random-state"] },
    },
    {
      path: "numpy.random._pickle.__randomstate_ctor",
      at: "numpy.random._pickle",
      check: "randomstate",
      args: { bitGenerators: BIT_GENERATORS, result: ["numpy.random.RandomState"], state: ["random-state"] },
    },
    {
      path: "numpy.random._pickle.__generator_ctor",
      at: "numpy.random._pickle",
      check: "generator",
      args: { bitGenerators: BIT_GENERATORS, result: ["numpy.random.Generator"], state: ["random-state"] },
    },
    {
      path: "numpy.random._pickle.__bit_generator_ctor",
      at: "numpy.random._pickle",
      check: "bit-generator",
      args: { bitGenerators: BIT_GENERATORS, state: ["bit-generator"] },
    },
    {
      path: "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
      at: "numpy.random.bit_generator numpy.random._bit_generator",
      check: "seed-sequence",
      args: { classes: ["numpy.random.SeedSequence"], checksums: SEED_SEQUENCE, state: ["tuple-seed-sequence"] },
    },
  ],
};
