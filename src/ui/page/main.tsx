import { render } from "preact";
import "./css/index.css";
import { App } from "./app.tsx";
import { Store } from "./store/store.ts";
import { follow } from "./store/stream.ts";
import { StoreContext } from "./store/use.ts";

const store = new Store(
  (tell) => requestAnimationFrame(tell),
  () => Date.now(),
);
const page = document.getElementById("page");
if (page) {
  render(
    <StoreContext.Provider value={store}>
      <App />
    </StoreContext.Provider>,
    page,
  );
  follow(store);
}
