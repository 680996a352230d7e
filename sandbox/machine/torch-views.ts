/** Storages of a torch file, and what tensors show of them. */
import type { DType } from "../tape/dtype.js";

export interface TorchStorage {
  readonly key: string;
  readonly dtype: DType;
  /** Items. */
  readonly count: number;
  /** Where its first byte stands; 0 until `place` says it. */
  readonly offset: number;
  /** It is compressed. */
  readonly packed: boolean;
}

/** What a tensor shows: from which item on, how many a side, and items from one place of an axis to the next. */
export interface View {
  readonly dtype: DType;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}
