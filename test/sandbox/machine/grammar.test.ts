/**
 * The pickler's grammar: every form that a genuine pickler writes is accepted, and each mutation of it that no pickler
 * writes is refused, although every unpickler reads it. `npm run genuine` proves the first half on random object graphs of
 * the picklers themselves; here each form stands once, beside its own odd twin.
 */
import { describe, expect, test } from "vitest";
import type { Source } from "../../../sandbox/container/source.js";
import { runOurs, TrickleSource } from "../../oracle/ours.js";
import { policyOf } from "../../support/policy.js";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const policy = policyOf();
const codesOf = (program: Buffer, source?: Source): string[] => runOurs(program, policy, source).findings.map((f) => f.code);
const codes = (program: string): string[] => codesOf(latin1(program));
/** Without the fast loop. */
const bytewise = (program: string): string[] => codesOf(latin1(program), new TrickleSource(latin1(program)));

const P2 = "\x80\x02";
const P4 = "\x80\x04";
const RIDGE = "csklearn.linear_model._ridge\nRidge\n";
const SET = "cbuiltins\nset\n";

/** A Bunch in a list in itself, before POP. Entry 5: the Bunch, 6: its state. */
const RECURSIVE =
  "ccopy_reg\n_reconstructor\nq\x00(csklearn.utils._bunch\nBunch\nq\x01c__builtin__\ndict\nq\x02}X\x01\0\0\0xq\x03]q\x04h\x00(h\x01h\x02}h\x03h\x04stRq\x05}q\x06X\x04\0\0\0noteK\x01sbastR";

const WRITTEN: Readonly<Record<string, string>> = {
  "list, protocol 0": "(lp0\nI1\naI2\na.",
  "dict, protocol 0": "(dp0\nS'a'\np1\nI1\ns.",
  "list of one, of many, of two batches": `${P2}](]q\x01K\x01a]q\x02(K\x01K\x02e]q\x03(K\x01K\x02e(K\x03ee.`,
  "an empty batch behind 1,000 pairs": `${P2}}q\x00(${Array.from({ length: 1000 }, (_, i) => `M${String.fromCharCode(i & 255, i >> 8)}N`).join("")}u(u.`,
  "set and frozenset, protocol 4": `${P4}\x8f\x94(K\x01K\x02\x90.`,
  "frozenset, protocol 4": `${P4}(K\x01K\x02\x91\x94.`,
  "a list in itself": `${P2}]q\x00h\x00a.`,
  "a dict that a value of its own holds": `${P2}}q\x00(X\x01\0\0\0aq\x01]q\x02h\x00au.`,
  "a recursive tuple of one": `${P2}]q\x00h\x00\x85q\x01a0h\x01.`,
  "a recursive tuple of four": `${P2}(]q\x00(h\x00K\x01K\x02K\x03tq\x01aK\x01K\x02K\x031h\x01.`,
  "a recursive tuple, protocol 0": "((lp0\n(g0\ntp1\na00g1\n.",
  "a recursive frozenset": `${P4}(${RIDGE}\x94)\x81\x94}\x94(\x8c\x05alpha\x94(h\x01\x91\x94ub1h\x04.`,
  "a recursive value of a call": `${P2}${SET}q\x00]q\x01${RIDGE}q\x02)\x81q\x03}q\x04(X\x05\0\0\0alphaq\x05h\x00]q\x06h\x03a\x85q\x07Rq\x08uba\x85q\x09R0h\x08.`,
  // Of pickle._dumps over a Bunch in a list in itself, optimized.
  "a recursive value of a call with a state, protocol 0":
    "ccopy_reg\n_reconstructor\np0\n(csklearn.utils._bunch\nBunch\np1\nc__builtin__\ndict\np2\n(dVx\np3\n(lp4\ng0\n(g1\ng2\n(dg3\ng4\nstRp5\n(dp6\nV_deprecated_key_to_warnings\n(dsVnote\nI1\nsbastR0g5\ng6\nb.",
  "a recursive value of a call with a state, protocol 1": `${RECURSIVE}0h\x05h\x06b.`,
  "an object with itself in its state": `${P2}${RIDGE}q\x00)\x81q\x01}q\x02X\x05\0\0\0alphaq\x03h\x01sb.`,
  "an estimator in its own state, with its version": `${P2}${RIDGE}q\x00)\x81q\x01}q\x02(X\x05\0\0\0alphaq\x03h\x01X\x10\0\0\0_sklearn_versionq\x04X\x03\0\0\x001.4ub.`,
  "arguments that are filled later": `${P2}]q\x00(cbuiltins\nslice\nh\x00NN\x87RK\x01e.`,
  "a dict that is also somebody's state": `${P2}(}q\x00X\x05\0\0\0alphaK\x01s${RIDGE})\x81h\x00bt.`,
  "items and pairs of subclasses": `${P2}ccollections\nOrderedDict\nq\x00)Rq\x01(X\x01\0\0\0aq\x02K\x01u.`,
  "a frame between a value and its memo entry": `${P4}\x95\x07\0\0\0\0\0\0\0X\x02\0\0\0hi\x95\x02\0\0\0\0\0\0\0\x94.`,
  "memo entries from 1, as cPickle has": `${P2}]q\x01(X\x01\0\0\0aq\x02h\x02e.`,
  "memo entries with gaps, as Python 2's optimize leaves": `${P2}]q\x05(X\x01\0\0\0aq\x09h\x09e.`,
};

const ODD: Readonly<Record<string, string>> = {
  "a dict filled where it was fetched": `${P2}(}q\x00h\x00X\x01\0\0\0aK\x01st.`,
  "a list filled where it was fetched": `${P2}(]q\x00h\x00K\x01at.`,
  "a list filled after it was put into a tuple": `${P2}]q\x00\x85h\x00K\x01a\x86.`,
  "a list that was taken out and put back": `${P2}(]q\x00]q\x01h\x00ah\x00K\x01at.`,
  "a set filled where it was fetched": `${P4}(\x8f\x94h\x00(K\x01\x90t.`,
  "a state for what was fetched": `${P2}(${RIDGE}q\x00)\x81q\x01h\x01}X\x05\0\0\0alphaK\x01sbt.`,
  "a state that is filled later": `${P2}}q\x00(X\x01\0\0\0a${RIDGE})\x81h\x00bX\x01\0\0\0bK\x01u.`,
  "arguments that are filled with a name later": `${P2}]q\x00(cbuiltins\nslice\nh\x00NN\x87R${RIDGE}e.`,
  "a second state that is another dict": `${RECURSIVE}0h\x05}X\x04\0\0\0noteK\x02sb.`,
  "a third state": `${RECURSIVE}0h\x05h\x06bh\x06b.`,
  "a second state without POP": `(${RECURSIVE}h\x05h\x06bt.`,
  "a second state elsewhere": `${RECURSIVE}0h\x05h\x05h\x06b\x86.`,
  "a version's dict that something else holds": `${P2}(}q\x00X\x10\0\0\0_sklearn_versionX\x03\0\0\x001.4s${RIDGE})\x81h\x00bt.`,
  DUP: `${P2}]q\x00K\x01a2\x86.`,
  "a value that is thrown away": `${P2}K\x010]K\x02a.`,
  "a mark that is thrown away": `${P2}(0].`,
  "POP and a fetch of something else": `${P2}(]q\x00(K\x01K\x02\x86q\x01K\x010h\x00tt.`,
  "order.left-on-stack": `${P2}K\x01K\x02.`,
  "a mark left on the stack": `${P2}(K\x02.`,
  "order.memo-again": `${P2}(]q\x00]q\x00t.`,
  "a memo entry of what was fetched": `${P2}(]q\x00h\x00q\x01t.`,
  "a memo entry of a number": `${P2}K\x01q\x00.`,
  "a memo entry behind the items": `${P2}]K\x01aq\x00.`,
  "a second memo entry": `${P2}]q\x00q\x01.`,
  "LIST with items": "(I1\nl.",
  "DICT with pairs": "(S'a'\nI1\nd.",
};

describe("the pickler's grammar", () => {
  test.each(Object.entries(WRITTEN))("accepts %s", (_, program) => {
    expect(codes(program)).toEqual([]);
    expect(bytewise(program)).toEqual([]);
  });

  test.each(Object.entries(ODD))("refuses %s", (_, program) => {
    expect(codes(program)).toContain("stream.not-a-pickler");
    expect(bytewise(program)).toEqual(codes(program));
  });
});
