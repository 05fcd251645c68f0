import type { Dispatcher } from "undici";

/** Throws where a request must not leave now; the request is rejected with what it throws. */
export type Gate = () => void;

/**
 * Asks the gate for each request that may write (any but GET), in the very turn of the event loop in which its first
 * byte would leave: after credentials were read, a connection was made and a queue was waited in. A process that was
 * frozen meanwhile thus decides by its present clock, whatever its timers have missed.
 */
export function gated(dispatcher: Dispatcher, gate: Gate): Dispatcher {
  return dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch(options, options.method === "GET" ? handler : asking(gate, handler)),
  );
}

function asking(gate: Gate, handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      gate();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}
