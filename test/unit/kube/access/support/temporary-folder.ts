import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** Gives each test of a file a folder of its own. */
export function temporaryFolder() {
  let path = "";
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), "kube-access-"));
  });
  afterEach(() => rm(path, { recursive: true }));
  return {
    /** The path of the folder, or of a file in it. */
    pathOf: (name = "") => join(path, name),
    /** Resolves with the file's path. */
    write: async (name: string, text: string): Promise<string> => {
      const file = join(path, name);
      await writeFile(file, text);
      return file;
    },
  };
}
