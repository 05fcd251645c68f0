import { collectionPath, type Resource, trust } from "../../../src/kube/resource.ts";
import type { Transport } from "../../../src/kube/transport/transport.ts";
import { type WatchFrame, watchFrames } from "../../../src/kube/reflector/watch-stream.ts";
import { NAMESPACE } from "../stage.ts";

export interface WatchOptions {
  /** Where to begin; undefined: with what is there. */
  resourceVersion?: string | undefined;
  query?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * What happens to the objects of the benchmark's namespace. It goes on where the API server ends a watch, as it does
 * whenever the definition of its resource changes. @throws what the API server says of a watch that can't go on
 */
export async function* changesOf(
  transport: Pick<Transport, "stream">,
  resource: Resource,
  { resourceVersion, query, signal }: WatchOptions,
): AsyncGenerator<WatchFrame, never> {
  let from = resourceVersion;
  for (;;) {
    const body = await transport.stream({
      method: "GET",
      path: collectionPath(resource, NAMESPACE),
      query: { watch: true, timeoutSeconds: 7_200, ...query, resourceVersion: from },
      signal,
    });
    for await (const frame of watchFrames(body)) {
      if (frame.type === "ERROR")
        throw new Error(`the watch of ${resource.plural}: ${JSON.stringify(frame.object)}`);
      from = trust(resource, frame.object).metadata?.resourceVersion;
      yield frame;
    }
  }
}
