import { ORIGINALS, type Stage } from "./stage.ts";

/** What the API server says against a manifest as it is, as `kubectl` sends it; undefined where it takes it. */
export async function refusalOf({ cluster }: Stage, input: string): Promise<string | undefined> {
  const args = ["create", "--dry-run=server", "--namespace", ORIGINALS, "-f", "-"];
  const { code, stderr } = await cluster.kubectl(args, { input });
  return code === 0 ? undefined : stderr.trim();
}

/** A manifest as `kubectl` reads it. */
export async function readObject<T>({ cluster }: Stage, input: string): Promise<T> {
  const args = ["create", "--dry-run=client", "--validate=false", "-o", "json", "-f", "-"];
  const { code, stdout, stderr } = await cluster.kubectl(args, { input });
  if (code !== 0) throw new Error(`kubectl can't read it: ${stderr}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server judges it
  return JSON.parse(stdout) as T;
}
