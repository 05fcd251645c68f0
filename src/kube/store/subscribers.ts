/** Handlers of one kind of event, called in the order of their subscription. */
export interface Subscribers<E> {
  /** Returns the function that ends the subscription. */
  add(handler: (event: E) => void): () => void;
  emit(event: E): void;
}

/** A handler that throws is reported to `onError`; the others and the caller don't notice. */
export function createSubscribers<E>(onError: (error: unknown) => void): Subscribers<E> {
  const handlers = new Set<{ handle: (event: E) => void }>();
  return {
    add(handle) {
      const entry = { handle };
      handlers.add(entry);
      return () => handlers.delete(entry);
    },
    emit(event) {
      for (const { handle } of handlers) {
        try {
          handle(event);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
