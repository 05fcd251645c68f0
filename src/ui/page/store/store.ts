import type { Change, Hello, Row, Rows as Chunk, State } from "../../model/wire.ts";
import { changed, NO_ROWS, type Rows, rowsOf } from "./rows.ts";

/** How the page stands with its server: `closed` is a page in the background, `lost` one whose plugin has ended. */
export type Connection = "opening" | "live" | "away" | "lost" | "closed";

/** All that the views are drawn from. */
export interface Picture {
  readonly connection: Connection;
  /** Why the API server or the plugin is away. */
  readonly message?: string | undefined;
  readonly hello?: Hello;
  readonly rows: Rows;
  /** Whether the first picture is whole. */
  readonly whole: boolean;
  /** How often the page has come back to the cluster, or this to the page: what was asked for before may be old. */
  readonly comebacks: number;
  /** What the page's clock is behind the server's, in milliseconds. */
  readonly clockOffset: number;
}

export const EMPTY: Picture = {
  connection: "opening",
  rows: NO_ROWS,
  whole: false,
  comebacks: 0,
  clockOffset: 0,
};

/** Keeps the picture, and tells whoever draws it: at most once a frame, by `later`. */
export class Store {
  #picture: Picture = EMPTY;
  #pending: Row[] = [];
  readonly #readers = new Set<() => void>();
  #told = true;
  readonly #later: (tell: () => void) => void;
  readonly #now: () => number;

  constructor(later: (tell: () => void) => void, now: () => number) {
    this.#later = later;
    this.#now = now;
  }

  get picture(): Picture {
    return this.#picture;
  }

  /** The server's time, in milliseconds since the epoch. */
  now(): number {
    return this.#now() + this.#picture.clockOffset;
  }

  subscribe(reader: () => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  hello(hello: Hello): void {
    this.#pending = [];
    const clockOffset = hello.now - this.#now();
    const { hello: before, comebacks } = this.#picture;
    this.#set({ hello, clockOffset, comebacks: before ? comebacks + 1 : comebacks });
    this.connection("live");
  }

  /** A chunk of the whole picture: the first one of all is shown as it comes, then the whole once it is there. */
  rows({ rows, last }: Chunk): void {
    this.#pending.push(...rows);
    if (!last && this.#picture.rows.list.length > 0) return;
    const whole = rowsOf(this.#pending);
    if (last) this.#pending = [];
    this.#set({ rows: whole, whole: last || this.#picture.whole });
  }

  change(change: Change): void {
    this.#set({ rows: changed(this.#picture.rows, change) });
  }

  state({ state, message }: State): void {
    const { connection, comebacks } = this.#picture;
    if (connection === "away" && state === "live") this.#set({ comebacks: comebacks + 1 });
    this.connection(state, message);
  }

  connection(connection: Connection, message?: string): void {
    this.#set({ connection, message });
  }

  #set(part: Partial<Picture>): void {
    this.#picture = { ...this.#picture, ...part };
    if (!this.#told) return;
    this.#told = false;
    this.#later(() => {
      this.#told = true;
      for (const reader of this.#readers) reader();
    });
  }
}
