// Pages in the Firefox at the path given: reads one order a line from standard input, {proxy, visits}, and prints a line with what the
// functions returned; see engines.py.

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const CANNOT_START = 3;

let browser;
try {
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.argv[2],
    headless: true,
    extraPrefsFirefox: { "network.proxy.type": 0 },
  });
} catch (error) {
  console.error(String(error));
  process.exit(CANNOT_START);
}
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const { proxy, visits } = JSON.parse(line);
    const context = await browser.createBrowserContext(proxy ? { proxyServer: proxy } : {});
    const page = await context.newPage();
    const results = [];
    for (const [address, script] of visits) {
      await (address.startsWith(">") ? page.click(address.slice(1)) : page.goto(address));
      results.push(await page.evaluate(`(${script})()`));
    }
    await context.close();
    console.log(JSON.stringify(results));
  }
} finally {
  await browser.close();
}
