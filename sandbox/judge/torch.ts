/**
 * A zip of `torch.save` (torch 1.4 on): members below one folder, of which `data.pkl` is the pickle and `data/KEY` the storages
 * that its persistent ids name. The pickle is judged as the member that it is, over the storages as one source with it.
 *
 * A storage is a member of that exact name, read to its end before anything is made of it. Refused: TorchScript, which holds code;
 * members that torch does not write, or whose names its own zip reader takes for others'; an order of bytes that there is not.
 */
import { decodeUtf8 } from "../bytes/utf8.js";
import type { Archive, ArchiveMember } from "../container/archive.js";
import type { DecodedSource } from "../container/decoded.js";
import { corrupt, inconsistent, unsupported } from "../container/fault.js";
import { JoinedSource } from "../container/joined-source.js";
import type { SourceFault } from "../container/source.js";
import { because } from "../finding/because.js";
import { isNote } from "../finding/codes.js";
import { type StoragePlace, TorchStorages } from "../machine/index.js";

/** A torch file that is opened. */
export interface TorchArchive {
  /** The pickle. */
  readonly main: ArchiveMember;
  readonly storages: TorchStorages;
  /** The pickle's bytes, and behind them those of the storages. */
  readonly joined: JoinedSource;
  readonly faults: readonly SourceFault[];
  /** A member that is read as a storage, or may still be. */
  isStorage(member: ArchiveMember): boolean;
}

/** A member's text, of which there is little. */
const LONGEST_ORDER = 16;

const isCentral = (member: ArchiveMember): boolean => member.view === "central" && member.kind === "file";

/** As Python: what stands later in the directory has the name. */
const memberOf = (archive: Archive, name: string): ArchiveMember | null =>
  archive.members.findLast((member) => isCentral(member) && member.name === name) ?? null;

/** The folder that all of a torch file is in: that of its first member, as torch takes it. */
function rootOf(archive: Archive): string | null {
  const first = archive.members.find(isCentral)?.name ?? "";
  const end = first.indexOf("/");
  return end < 0 ? null : first.slice(0, end + 1);
}

function textOf(member: ArchiveMember | null): string | null {
  const source = member?.open() ?? null;
  if (source === null) return null;
  const bytes = new Uint8Array(LONGEST_ORDER);
  const got = source.read(0, bytes.length, bytes, 0);
  return decodeUtf8(bytes, 0, got);
}

/** ASCII letters alone, as in C. */
const lowered = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Members that torch writes beside the storages. */
const OWN: ReadonlySet<string> = new Set([
  ...["data.pkl", "byteorder", "version", ".format_version", ".storage_alignment", ".data/serialization_id", ".data/version"],
  // Folders, where somebody packed it again.
  ...["", "data/", "tensors/", ".data/"],
]);

/** torch numbers storages, and before 1.6 called them by their addresses. */
const KEY = /^\d{1,20}$/;

const isOwn = (name: string): boolean => OWN.has(name) || KEY.test(/^(?:data|tensors)\/(.*)$/s.exec(name)?.[1] ?? "");

/** What torch's own zip reader keeps of a name. */
const LONGEST_NAME = 511;

/** What is wrong with the archive as torch's. */
function faultsOf(archive: Archive, root: string, order: string | null): SourceFault[] {
  const names = archive.members.map(({ name }) => name);
  const faults: SourceFault[] = [];
  if (names.some((name) => !name.startsWith(root))) faults.push(inconsistent("torch", "torch.root"));
  const other = names.find((name) => name.startsWith(root) && !isOwn(name.slice(root.length)));
  // What TorchScript has beside them needs no word of its own.
  if (other !== undefined && !names.some(mayBeScript))
    faults.push(inconsistent("torch", because("torch.other-members", { member: other.slice(0, 200) })));
  if (names.some((name) => name.length > LONGEST_NAME)) faults.push(inconsistent("torch", "torch.long-name"));
  // torch's own zip reader is deaf to case.
  if (new Set(names.map(lowered)).size < new Set(names).size) faults.push(inconsistent("torch", "torch.case"));
  if (order !== null && order !== "little" && order !== "big") faults.push(inconsistent("torch", "torch.byte-order"));
  return faults;
}

/** Reads a storage's member to its end. */
function opened(member: ArchiveMember | null): DecodedSource | SourceFault {
  const fault = member?.faults.find((one) => !isNote(one));
  if (fault !== undefined) return fault;
  const source = member?.open() ?? null;
  if (source === null) return corrupt("torch", "torch.member");
  const end = source.end();
  return end === null ? (source.fault ?? corrupt("torch", "torch.member")) : source;
}

/** Null for what only looks like a torch file. */
export function openTorch(archive: Archive): TorchArchive | null {
  const root = rootOf(archive);
  const main = root === null ? null : memberOf(archive, `${root}data.pkl`);
  if (root === null || main === null) return null;
  const order = textOf(memberOf(archive, `${root}byteorder`));
  const joined = new JoinedSource();
  const named = new Set<ArchiveMember>();
  const find = (key: string): StoragePlace | SourceFault => {
    if (!KEY.test(key)) return corrupt("torch", "torch.member");
    // Where torch 1.4 had them.
    const member = memberOf(archive, `${root}data/${key}`) ?? memberOf(archive, `${root}tensors/${key}`);
    const source = opened(member);
    if ("code" in source) return source;
    if (member !== null) named.add(member);
    return { offset: joined.add(source), length: source.length, packed: source.encoding !== "stored" };
  };
  const isStorage = (member: ArchiveMember): boolean => named.has(member);
  return { main, joined, storages: new TorchStorages(find, order === "big"), faults: faultsOf(archive, root, order), isStorage };
}

/** The member by which torch.load takes a zip for TorchScript, as torch's reader finds it: deaf to case, and in names that it cuts off. */
function mayBeScript(name: string): boolean {
  const end = /^[^/]*\/constants\.pkl/.exec(lowered(name))?.[0].length ?? 0;
  // The cut is at a byte, and a character is up to four.
  return end > 0 && (end === name.length || name.length > LONGEST_NAME / 4);
}

/**
 * What is said of any archive that torch.load takes for one of its own that is not read: TorchScript, which it runs, and the tar of before
 * 0.1.10, of which it asks for this member first. The members are judged as what they are.
 */
export function archiveFaults({ container, members }: Archive): readonly SourceFault[] {
  const isTar = container === "tar" && members.some(({ name }) => name.replace(/\/+$/, "") === "storages");
  const isScript = container === "zip" && members.some(({ name }) => mayBeScript(name));
  return isTar ? [unsupported("torch", "torch.tar")] : isScript ? [unsupported("torch", "torch.script")] : [];
}
