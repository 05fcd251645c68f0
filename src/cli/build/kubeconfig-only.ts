import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const CONFIG = new URL("../../../node_modules/@kubernetes/client-node/dist/config.js", import.meta.url);

/**
 * Of client-node only the reading of kubeconfigs goes into a bundle. Its generated API classes are 5 MB of code, and
 * 15 MB of memory though none of them is used.
 */
export const kubeconfigOnly: Plugin = {
  name: "kubeconfig-only",
  setup: (hooks) => {
    hooks.onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({ path: fileURLToPath(CONFIG) }));
    hooks.onLoad({ filter: /client-node\/dist\/gen\/index\.js$/ }, () => ({
      contents: `const absent = () => { throw new Error("the API classes of client-node are not bundled"); };
        export { absent as createConfiguration, absent as ServerConfiguration };`,
    }));
  },
};
