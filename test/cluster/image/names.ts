/** The full form of an image's name, as container runtimes store it: host, path and tag. */
export function fullImageName(name: string): string {
  if (name.includes("@"))
    throw new Error(`${name}: a digest names exact content, which no local stand-in has`);
  const [first = "", ...rest] = name.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = rest.length === 0 ? `library/${name}` : name;
  const full = hasHost ? name : `docker.io/${path}`;
  return /:[^/]+$/.test(full) ? full : `${full}:latest`;
}
