import type { Context } from "../context.ts";

/** Writes an array to stdout as its items come, so that they need not be kept. */
export interface ArrayWriter {
  add(items: readonly object[]): Promise<void>;
  end(): void;
}

/** As `JSON.stringify` with two spaces and `kubectl -o yaml` write a whole one. */
export function arrayWriter({ stdout }: Pick<Context, "stdout">, kind: "json" | "yaml"): ArrayWriter {
  let isEmpty = true;
  const before = (): string => {
    const text = isEmpty ? "[\n" : ",\n";
    isEmpty = false;
    return text;
  };
  return {
    async add(items) {
      if (kind === "json")
        for (const item of items) stdout.write(`${before()}${indented(JSON.stringify(item, undefined, 2))}`);
      else if (items.length > 0) {
        const { yamlText } = await import("./objects.ts");
        stdout.write(await yamlText(items));
        isEmpty = false;
      }
    },
    end() {
      if (isEmpty) stdout.write("[]\n");
      else if (kind === "json") stdout.write("\n]\n");
    },
  };
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
