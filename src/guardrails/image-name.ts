/** Regular expression of a pattern of image names: * is any characters but /, ** is any. Patterns hold no other special characters but dots. */
export function imagePattern(pattern: string): RegExp {
  return new RegExp(
    `^${pattern.replaceAll(".", "[.]").replaceAll("**", "#").replaceAll("*", "[^/]*").replaceAll("#", ".*")}$`,
  );
}

/** The same in CEL, of an expression that gives the pattern. */
export function celImagePattern(pattern: string): string {
  return `'^' + ${pattern}.replace('.', '[.]').replace('**', '#').replace('*', '[^/]*').replace('#', '.*') + '$'`;
}

/** Whether an image is pinned by a digest, names a tag, and what that tag is. */
export function partsOf(image: string): { digest: boolean; tagged: boolean; latest: boolean } {
  const [name = ""] = image.split("@");
  const last = name.slice(name.lastIndexOf("/") + 1);
  const tagged = last.includes(":");
  return { digest: image.includes("@"), tagged, latest: !tagged || last.endsWith(":latest") };
}
