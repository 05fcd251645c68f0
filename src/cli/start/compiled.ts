import {
  fstatSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Where compiled code is kept between two starts, by what it is compiled of. */
export interface CompiledCode {
  /** undefined: there is none that may be trusted. */
  read(): Buffer | undefined;
  /** Takes the place of what was kept of other versions. Nothing happens where it can't be written. */
  write(code: Buffer): void;
}

export interface CompiledCodeOptions {
  /** Of this user alone; undefined: there is none. */
  folder: string | undefined;
  /** Names the source, the Node.js and the machine that the code is for. */
  id: string;
  /** What was started: each verb needs other code. */
  verb: string;
  /** The user's; undefined where there are none. */
  uid: number | undefined;
}

const PREFIX = "plugin-";
/** Others may write. */
const OTHERS = 0o022;

/**
 * Compiled code is run as it is: it is read only where it belongs to the user, and nobody else may write it. So root who
 * keeps another one's HOME, as with sudo, runs none of that one's.
 */
export function compiledCode({ folder, id, verb, uid }: CompiledCodeOptions): CompiledCode {
  const path = folder === undefined ? undefined : join(folder, `${PREFIX}${id}-${verb}`);
  return {
    read: () => (path === undefined ? undefined : quietly(() => readOwn(path, uid))),
    write(code) {
      if (path === undefined || folder === undefined) return;
      quietly(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const part = `${path}.${process.pid}`;
        writeFileSync(part, code, { mode: 0o600, flag: "wx" });
        renameSync(part, path);
        for (const name of readdirSync(folder))
          if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${id}-`)) rmSync(join(folder, name));
      });
    },
  };
}

function readOwn(path: string, uid: number | undefined): Buffer | undefined {
  const file = openSync(path, "r");
  try {
    const { uid: owner, mode } = fstatSync(file);
    const isOwn = uid === undefined || (owner === uid && (mode & OTHERS) === 0);
    return isOwn ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

/** A start is no place for an error about what only makes it quicker. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
