import type { ServerResponse } from "node:http";

/** Answers with an object. */
export function json(response: ServerResponse, status: number, value: object): void {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.writeHead(status).end(JSON.stringify(value));
}
