import { spawn } from "node:child_process";

/** What opens an address in the browser of whoever is logged in. */
export function opener(platform: NodeJS.Platform, url: string): { command: string; args: string[] } {
  if (platform === "darwin") return { command: "open", args: [url] };
  // `start` is a word of the shell's; its first argument in quotes would be the title of a window.
  if (platform === "win32")
    return { command: "cmd", args: ["/d", "/c", "start", "", url.replaceAll("&", "^&")] };
  return { command: "xdg-open", args: [url] };
}

/** Opens the browser, if there is one; nothing happens where there is none. */
export function openBrowser(url: string, platform: NodeJS.Platform): void {
  const { command, args } = opener(platform, url);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
