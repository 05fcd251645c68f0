import { createHash, timingSafeEqual } from "node:crypto";

/** Who may ask: the one browser that has brought the token of the address. */
export interface Session {
  /** The value of the cookie that the token is exchanged for; undefined: it is not the token, or was used before. */
  exchange: (token: string) => string | undefined;
  /** Whether a Cookie header has the cookie's value. */
  knows: (header: string | undefined) => boolean;
}

/**
 * Cookies of 127.0.0.1 are shared by all its ports: each port has a name of its own, so that two pages don't take each
 * other's cookie away.
 */
export const cookieName = (port: number): string => `batchtask-${port}`;

/**
 * The header that sets the cookie: no script reads it, no other site's request brings it, and no server on another port
 * gets it, which can't guess the path.
 */
export const setCookie = (port: number, value: string, base: string): string =>
  `${cookieName(port)}=${value}; HttpOnly; SameSite=Strict; Path=${base}`;

export interface SessionOptions {
  /** What nobody can guess, in characters of a URL. */
  token: string;
  /** Another such value. */
  cookie: string;
  port: number;
}

export function createSession({ token, cookie, port }: SessionOptions): Session {
  let isUsed = false;
  return {
    exchange(given) {
      if (isUsed || !isSame(given, token)) return undefined;
      isUsed = true;
      return cookie;
    },
    knows: (header = "") => cookiesNamed(header, cookieName(port)).some((value) => isSame(value, cookie)),
  };
}

function cookiesNamed(header: string, wanted: string): string[] {
  return header.split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at >= 0 && part.slice(0, at).trim() === wanted ? [part.slice(at + 1).trim()] : [];
  });
}

/** In a time that tells nothing of where they differ, or of how long the right one is. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
