import { once } from "node:events";
import { createServer, request } from "node:http";
import { expect } from "vitest";
import { HOSTILE_LINE } from "../support/ui/cluster.ts";
import { HOSTILE } from "../support/ui/rows.ts";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

pageTest("a hostile message and log line are text, in every view", async () => {
  await using opened = await open();
  const { page, go } = opened;
  for (const hash of ["#/", "#/list?text=refund", "#/task/billing/refund-2231"]) {
    await go(hash);
    await page.getByText("refund-2231").first().waitFor();
  }
  await page.getByText(HOSTILE).first().waitFor();
  await page
    .getByText(HOSTILE_LINE.replaceAll("\u001b", ""))
    .or(page.getByText(`<b>bold</b> <script>`))
    .first()
    .waitFor();
  expect(await page.locator("main img, main script").count()).toBe(0);
  expect(await page.title()).toBe("refund-2231 · BatchTask");
});

pageTest(
  "the page loads nothing from elsewhere, and its policy refuses inline scripts and styles",
  async () => {
    await using opened = await open();
    const { page, server, complaints } = opened;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
    await page.reload();
    await page.getByRole("grid").waitFor();
    expect(new Set(asked)).toEqual(new Set([`http://127.0.0.1:${server.port}`]));
    expect(complaints).toEqual([]);
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\">')",
    );
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { text: 'window.owned = 1' }))",
    );
    await expect.poll(() => complaints.some((text) => text.includes("Content Security Policy"))).toBe(true);
    expect(await page.evaluate("window.owned")).toBeUndefined();
  },
);

pageTest("without the token there is no page, and the address of a page in use has none", async () => {
  await using opened = await open();
  const { page, server } = opened;
  expect(page.url()).not.toContain("token");
  const stranger = await page.context().browser()!.newContext();
  const other = await stranger.newPage();
  for (const path of [".", "page.js", "/", "/page.js"]) {
    const answer = await other.goto(new URL(path, server.url).href);
    expect(answer?.status(), path).toBe(401);
  }
  expect((await other.request.get(new URL("api/stream", server.url).href)).status()).toBe(401);
  await stranger.close();
});

pageTest("a server on another port is not sent the cookie, though cookies know no ports", async () => {
  await using opened = await open();
  const { page } = opened;
  const seen: (string | undefined)[] = [];
  const other = createServer((incoming, response) => {
    seen.push(incoming.headers.cookie);
    response.end("<p>other</p>");
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  if (address === null || typeof address === "string") throw new Error("it has no port");
  await page.goto(`http://127.0.0.1:${address.port}/`);
  expect(seen[0]).toBeUndefined();
  await page.goBack();
  await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
  other.closeAllConnections();
  other.close();
});

pageTest("another site can neither read nor act, cookie or not", async () => {
  await using opened = await open();
  const { page, server, cluster } = opened;
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  const status = await post(new URL("api/task/billing/invoices/rerun", server.url), {
    cookie: `${cookie?.name}=${cookie?.value}`,
    origin: "http://evil.example",
    "content-type": "application/json",
  });
  expect(status).toBe(403);
  expect(cluster.acted).toEqual([]);
});

async function post(url: URL, headers: Record<string, string>): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end(JSON.stringify({ confirmed: true, uid: "uid-billing-invoices" }));
  });
}
