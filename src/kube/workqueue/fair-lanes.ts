/** First in, first out per tenant; one key of each tenant in turn. */
export interface FairLanes {
  push(tenant: string, key: string): void;
  /**
   * The next key for which `isWanted` holds; others are thrown away on the way. A tenant for which `mayTake` does not
   * hold keeps its place.
   */
  pop(isWanted: (key: string) => boolean, mayTake: (tenant: string) => boolean): string | undefined;
  clear(): void;
}

/** An array with a moving head: `shift` would copy the whole lane each time. */
interface Lane {
  keys: string[];
  head: number;
}

const compactAfter = 1024;

export function createFairLanes(): FairLanes {
  /** In the order of the turns: the first tenant is next. */
  const lanes = new Map<string, Lane>();

  function take(lane: Lane): string | undefined {
    const key = lane.keys[lane.head];
    lane.head += 1;
    if (lane.head >= compactAfter && lane.head * 2 >= lane.keys.length) {
      lane.keys = lane.keys.slice(lane.head);
      lane.head = 0;
    }
    return key;
  }

  function takeWanted(lane: Lane, isWanted: (key: string) => boolean): string | undefined {
    for (let key = take(lane); key !== undefined; key = take(lane)) {
      if (isWanted(key)) return key;
    }
    return undefined;
  }

  return {
    push(tenant, key) {
      const lane = lanes.get(tenant);
      if (lane) lane.keys.push(key);
      else lanes.set(tenant, { keys: [key], head: 0 });
    },
    pop(isWanted, mayTake) {
      for (const [tenant, lane] of lanes) {
        if (!mayTake(tenant)) continue;
        const key = takeWanted(lane, isWanted);
        lanes.delete(tenant);
        // Behind all others for its next turn.
        if (lane.head < lane.keys.length) lanes.set(tenant, lane);
        if (key !== undefined) return key;
      }
      return undefined;
    },
    clear: () => lanes.clear(),
  };
}
