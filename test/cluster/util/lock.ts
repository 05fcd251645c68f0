import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { sleep } from "./wait.ts";

/** What is locked and how long to wait for it. */
export interface LockOptions {
  readonly key: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
}

/**
 * Runs `action` while no other process of this machine holds the same key. The lock is a socket name
 * in the kernel's abstract space: it ends with its process, however that ends, so it can't go stale.
 */
export async function withLock<T>(options: LockOptions, action: () => Promise<T>): Promise<T> {
  const server = await hold(options);
  try {
    return await action();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

async function hold(options: LockOptions): Promise<Server> {
  const deadline = Date.now() + options.timeoutMs;
  for (let tries = 0; ; tries++) {
    const server = await tryHold(options.key);
    if (server !== undefined) return server;
    if (tries === 0) options.onWait?.();
    if (Date.now() > deadline)
      throw new Error(`another process holds the lock of ${options.key} for too long`);
    await sleep(100, options.signal);
  }
}

/** Holds a key until the server is closed or this process ends; nothing where somebody else holds it. */
export function tryHold(key: string): Promise<Server | undefined> {
  const name = `\0batchtask-${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}
