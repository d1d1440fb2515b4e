// Renders assets/icons/icon.png from icon.svg: the window's icon, and what the builder makes .ico, .icns and sizes of.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";
import { findChromium } from "./chromium.mjs";
import { root, runMain, Stop } from "./setup.mjs";

const SIZE_PX = 1024;
const icons = join(root, "assets", "icons");

async function main() {
  const executablePath = findChromium();
  if (executablePath === null) throw new Stop("no Chromium was found: set ONRECORD_CHROMIUM to one's path.");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: SIZE_PX, height: SIZE_PX } });
    const svg = readFileSync(join(icons, "icon.svg"), "utf8");
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${SIZE_PX}px;height:${SIZE_PX}px}</style>${svg}`,
    );
    writeFileSync(join(icons, "icon.png"), await page.screenshot({ omitBackground: true }));
  } finally {
    await browser.close();
  }
}

runMain(main);
