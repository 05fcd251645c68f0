import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}.pem`, import.meta.url), "utf8");

/** Of a server that is called k.example or localhost; it is its own authority. */
export const CERTIFICATE = fixture("certificate");
const KEY = fixture("key");

interface ProxyOptions {
  /** The proxy's own scheme. */
  scheme?: "http" | "https";
  /** What CONNECT is answered with; undefined: with a tunnel; "silence": with nothing. */
  answer?: number | "silence";
}

/** A proxy on this machine, which takes every host for 127.0.0.1. */
export async function proxyServer({ scheme = "http", answer }: ProxyOptions = {}) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const note = (message: IncomingMessage) =>
    void asked.push(
      [message.method, message.url, message.headers["proxy-authorization"]].filter(Boolean).join(" "),
    );
  const server = scheme === "https" ? createTlsServer({ cert: CERTIFICATE, key: KEY }) : createServer();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("request", (message: IncomingMessage, response) => {
    note(message);
    const { port, pathname } = new URL(message.url ?? "");
    const { method, headers } = message;
    const forward = request({ host: "127.0.0.1", port, path: pathname, method, headers }, (found) => {
      response.writeHead(found.statusCode ?? 0, found.headers);
      found.pipe(response);
    });
    message.pipe(forward);
  });
  server.on("connect", (message: IncomingMessage, socket: Socket) => {
    note(message);
    if (answer === "silence") return;
    if (answer !== undefined) return void socket.end(`HTTP/1.1 ${answer} No\r\n\r\n`);
    const target = connect(Number(message.url?.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    sockets.add(target);
    for (const one of [socket, target]) one.on("error", () => one.destroy());
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const host = scheme === "https" ? "localhost" : "127.0.0.1";
  return { url: new URL(`${scheme}://${host}:${port}`), asked };
}

/** An https server at k.example, by a proxy's account, which answers each request with its method. Returns its URL. */
export async function tlsServer(): Promise<string> {
  const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, ({ method }, response) =>
    response.end(JSON.stringify({ method })),
  );
  const port = await listen(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://k.example:${port}`;
}

async function listen(server: Server): Promise<number | undefined> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" ? address?.port : undefined;
}
