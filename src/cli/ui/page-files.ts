/**
 * The page's files, as text by the path that they are asked for. From the sources they are built at each start; in the
 * bundle src/cli/build has put them in this function's place.
 */
export async function pageFiles(): Promise<Readonly<Record<string, string>>> {
  const { buildPage } = await import("../build/page.ts");
  return await buildPage();
}
