import type { Following } from "./stream.ts";
import type { ServerResponse } from "node:http";
import { createStream, type Stream } from "./stream.ts";
import { copyOf, emptyView, type Frame, replay, type View } from "./view.ts";

/** All watches of one run. */
export interface Watches {
  readonly of: (replica: number, resource: string) => Following;
  readonly all: (resource: string) => Following[];
  /** Opens a stream; while frozen it begins with the view where the replica asks for everything. */
  readonly open: (following: Following, response: ServerResponse, fromStart: boolean) => Stream;
  /** Keeps the views of this moment, for a later `recall`. */
  readonly remember: () => void;
  readonly recall: (resource: string) => void;
}

export function createWatches(delivered: (replica: number, resource: string, frame: Frame) => void): Watches {
  const followings = new Map<string, Following>();
  const remembered = new Map<string, View>();

  function of(replica: number, resource: string): Following {
    const key = `${replica} ${resource}`;
    const known = followings.get(key);
    if (known) return known;
    const following: Following = {
      faults: {
        frozen: false,
        severed: false,
        expired: false,
        cut: false,
        duplicate: false,
        lateMs: 0,
        future: false,
      },
      streams: new Set(),
      view: emptyView(),
      delivered: (frame) => delivered(replica, resource, frame),
    };
    followings.set(key, following);
    return following;
  }

  return {
    of,
    all: (resource) =>
      [...followings].filter(([key]) => key.endsWith(` ${resource}`)).map(([, following]) => following),
    open(following, response, fromStart) {
      const stream = createStream(following, response);
      following.streams.add(stream);
      response.once("close", () => following.streams.delete(stream));
      if (!fromStart) return stream;
      if (!following.faults.frozen) following.view = emptyView();
      else for (const frame of replay(following.view)) response.write(`${JSON.stringify(frame)}\n`);
      return stream;
    },
    remember() {
      for (const [key, { view }] of followings) remembered.set(key, copyOf(view));
    },
    recall(resource) {
      for (const [key, following] of followings)
        if (key.endsWith(` ${resource}`)) following.view = copyOf(remembered.get(key) ?? emptyView());
    },
  };
}
