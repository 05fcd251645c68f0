import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const LIB = fileURLToPath(new URL("../../../node_modules/undici/lib", import.meta.url));

/**
 * Of undici only the agents and their requests go into a bundle, put together as its own index.js does. What it has besides
 * (fetch, WebSocket, caches, mocks) is code that every start would compile: 0.3 of 1.6 MB of the plugin.
 */
export const undiciCore: Plugin = {
  name: "undici-core",
  setup: (hooks) => {
    hooks.onResolve({ filter: /^undici$/ }, () => ({ path: "undici", namespace: "undici-core" }));
    // What src/kube/access/proxy.ts refuses.
    hooks.onLoad({ filter: /undici\/lib\/dispatcher\/socks5-proxy-agent\.js$/ }, () => ({ contents: "" }));
    hooks.onLoad({ filter: /.*/, namespace: "undici-core" }, () => ({
      resolveDir: LIB,
      contents: `const Dispatcher = require("./dispatcher/dispatcher.js");
        Object.assign(Dispatcher.prototype, require("./api/index.js"));
        exports.Agent = require("./dispatcher/agent.js");
        exports.Pool = require("./dispatcher/pool.js");
        // Run where a proxy is set, and not before.
        Object.defineProperty(exports, "ProxyAgent", { get: () => require("./dispatcher/proxy-agent.js") });`,
    }));
  },
};
