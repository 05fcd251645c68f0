import { createServer, type Socket } from "node:net";
import { parseJson } from "../util/files.ts";
import { type ComponentState, isRequest, type Reply, type Request } from "./protocol.ts";

/** Answers requests on a Unix socket, one JSON line a connection. */
export function serve(path: string, answer: (request: Request) => Promise<readonly ComponentState[]>): void {
  const reply = async (socket: Socket, line: string): Promise<void> => {
    const request = parseJson(line, isRequest);
    if (request === undefined) {
      socket.destroy();
      return;
    }
    const text = await answer(request).then(
      (components): Reply => ({ components }),
      (error: unknown): Reply => ({
        error: error instanceof Error ? error.message : String(error),
        components: [],
      }),
    );
    socket.end(JSON.stringify(text));
  };
  const server = createServer((socket) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", (data: string) => {
      text += data;
      const end = text.indexOf("\n");
      if (end >= 0) void reply(socket, text.slice(0, end));
    });
  });
  server.listen(path);
}
