import { z } from "zod";
import { untar } from "./tar.ts";

const manifestSchema = z.tuple([z.object({ Config: z.string(), Layers: z.array(z.string()) })]);

/** The configuration and the uncompressed layers of a docker-archive's image, the lowest first. */
export function readArchive(archive: Buffer): { config: Buffer; layers: Buffer[] } {
  const files = new Map(untar(archive).map(({ path, content }) => [path, content]));
  const file = (path: string): Buffer => {
    const content = files.get(path);
    if (content === undefined) throw new Error(`the archive has no ${path}`);
    return content;
  };
  const [{ Config, Layers }] = manifestSchema.parse(JSON.parse(file("manifest.json").toString()));
  return { config: file(Config), layers: Layers.map(file) };
}
