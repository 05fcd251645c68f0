/** The lines of a body, as they come; what follows the last line break is dropped. */
export async function* linesOf(body: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an HTTP body gives bytes
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts.filter((line) => line !== "");
  }
}
