import { rmSync } from "node:fs";
import { endCluster } from "./built/supervisor.ts";
import { downKind } from "./kind/down.ts";
import { cacheFolder, layoutOf } from "./layout.ts";
import { settle, type UpOptions } from "./options.ts";
import { withLock } from "./util/lock.ts";

/** Ends a built or kind cluster by its name and removes all of it; false where there was none. */
export async function down(options: UpOptions): Promise<boolean> {
  const settings = settle(options);
  const { environment, name, report, signal } = settings;
  const layout = layoutOf(cacheFolder(environment), name);
  const onWait = (): void => report(`Waiting for another process that starts or ends cluster ${name} …`);
  return await withLock({ key: layout.state, timeoutMs: 180_000, signal, onWait }, async () => {
    const ended = await endCluster(layout);
    rmSync(layout.state, { recursive: true, force: true });
    return (await downKind(settings)) || ended;
  });
}
