import type { Assets } from "../../ui/server/ports.ts";

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
};

/** With the type of each. Pure. */
export function assetsOf(files: Readonly<Record<string, string>>): Assets {
  return new Map(
    Object.entries(files).map(([path, body]) => [
      path,
      { body, type: TYPES[path.split(".").at(-1) ?? ""] ?? "text/html; charset=utf-8" },
    ]),
  );
}
