// Pages in the Firefox at the path given: reads {proxy, visits} from standard input and prints what the functions returned; see engines.py.

import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const CANNOT_START = 3;
const { proxy, visits } = JSON.parse(readFileSync(0, "utf8"));
const [host, port] = proxy.split(":");
const through = {
  "network.proxy.type": 1,
  "network.proxy.http": host,
  "network.proxy.http_port": Number(port),
  "network.proxy.ssl": host,
  "network.proxy.ssl_port": Number(port),
};

let browser;
try {
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.argv[2],
    headless: true,
    extraPrefsFirefox: proxy ? through : { "network.proxy.type": 0 },
  });
} catch (error) {
  console.error(String(error));
  process.exit(CANNOT_START);
}
try {
  const page = await browser.newPage();
  const results = [];
  for (const [address, script] of visits) {
    await page.goto(address);
    results.push(await page.evaluate(`(${script})()`));
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}
