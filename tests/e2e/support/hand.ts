import type { Locator, Page } from "playwright/test";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";

export interface Effort {
  keystrokes: number;
  clicks: number;
  drags: number;
  characters: number;
}

export interface Range {
  start: number;
  end: number;
}

const none = (): Effort => ({ keystrokes: 0, clicks: 0, drags: 0, characters: 0 });

/** A person at the window: real key and mouse events only, counted by what they were for. What it reads of the page is
 *  what a person sees: where a word stands, where the caret is, what the inspector says. */
export class Hand {
  readonly efforts = new Map<string, Effort>();
  purpose = "other";
  private lastClick = { x: 0, y: 0 };
  private readonly page: Page;
  private readonly blocks: Range[];

  constructor(page: Page, text: string) {
    this.page = page;
    this.blocks = blocksOfPlainText(text);
  }

  private count(what: keyof Effort, amount = 1): void {
    const effort = this.efforts.get(this.purpose) ?? none();
    effort[what] += amount;
    this.efforts.set(this.purpose, effort);
  }

  async press(key: string): Promise<void> {
    this.count("keystrokes");
    await this.page.keyboard.press(key);
  }

  /** Waits until the window shows all that the last key did: the panels follow the mark by a frame. */
  async looked(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  async type(text: string): Promise<void> {
    this.count("characters", text.length);
    await this.page.keyboard.type(text);
  }

  async click(target: Locator): Promise<void> {
    this.count("clicks");
    await target.click();
  }

  /** Takes a word or a stretch of text with the mouse: a double click for one word, a drag for more. */
  async selectByMouse(range: Range, oneWord: boolean): Promise<void> {
    const [from, to] = await this.places(range);
    await this.newClick(oneWord ? (from.left + from.right) / 2 : from.left, from.middle);
    if (oneWord) {
      this.count("clicks", 2);
      await this.page.mouse.dblclick((from.left + from.right) / 2, from.middle);
      return;
    }
    this.count("drags");
    await this.page.mouse.move(from.left + 0.5, from.middle);
    await this.page.mouse.down();
    await this.page.mouse.move((from.left + to.right) / 2, (from.middle + to.middle) / 2, { steps: 2 });
    await this.page.mouse.move(to.right - 0.5, to.middle, { steps: 2 });
    await this.page.mouse.up();
  }

  /** Puts the caret inside a stretch of text with one click. */
  async clickAt(range: Range): Promise<void> {
    const [from] = await this.places(range);
    await this.newClick((from.left + from.right) / 2, from.middle);
    this.count("clicks");
    await this.page.mouse.click((from.left + from.right) / 2, from.middle);
  }

  /** Drags with the mouse from one place to the end (or start) of a character. */
  async dragTo(handle: Locator, offset: number, edge: "start" | "end"): Promise<void> {
    const character = edge === "end" ? { start: offset - 1, end: offset } : { start: offset, end: offset + 1 };
    const [target] = await this.places(character);
    const box = await handle.boundingBox();
    if (!box) throw new Error("the handle is not to be seen");
    this.count("drags");
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(edge === "end" ? target.right - 0.5 : target.left + 0.5, target.middle, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Walks the caret to a stretch of text with the arrow keys, by words where that is shorter, and extends over it. */
  async selectByKeyboard(range: Range): Promise<void> {
    await this.walk(range.start, false);
    await this.walk(range.end, true);
  }

  async caretTo(offset: number): Promise<void> {
    await this.walk(offset, false);
  }

  private async walk(target: number, extend: boolean): Promise<void> {
    const shift = extend ? "Shift+" : "";
    for (let steps = 0; steps < 2_000; steps += 1) {
      const at = await this.caret();
      if (at === target) return;
      const forward = at < target;
      const far = Math.abs(target - at) > 12;
      const line = Math.abs(target - at) > 160 && !extend;
      await this.press(
        line
          ? forward
            ? "ArrowDown"
            : "ArrowUp"
          : `${shift}${far ? "Control+" : ""}${forward ? "ArrowRight" : "ArrowLeft"}`,
      );
    }
    throw new Error(`the caret did not reach ${target}`);
  }

  /** Where the caret (the moving end of the selection) is, as an offset into the article's text. */
  private async caret(): Promise<number> {
    const place = await this.page.evaluate(() => {
      const selection = window.getSelection();
      const node = selection?.focusNode;
      const article = document.querySelector(".article-text");
      if (!selection || !node || !article?.contains(node)) return null;
      const element = node instanceof Element ? node : node.parentElement;
      const block = element?.closest(".block") ?? article.querySelector(".block");
      if (!block) return null;
      const before = document.createRange();
      before.selectNodeContents(block);
      before.setEnd(node, selection.focusOffset);
      const index = [...article.querySelectorAll(".block")].indexOf(block);
      return { index, offset: before.toString().length + before.cloneContents().querySelectorAll("br").length };
    });
    if (!place) throw new Error("the caret is not in the article");
    return (this.blocks[place.index]?.start ?? 0) + place.offset;
  }

  /** Where the first and the last character of a range stand, scrolled into view with the wheel. */
  private async places(range: Range): Promise<[Place, Place]> {
    for (let turn = 0; turn < 60; turn += 1) {
      await this.atRest(range.start);
      const from = await this.place(range.start);
      const to = await this.place(range.end - 1);
      const height = this.page.viewportSize()?.height ?? 900;
      const [top, bottom] = [70, height - 120];
      const distance =
        from.middle < top + 60 ? from.middle - top - 120 : to.middle > bottom ? to.middle - bottom + 120 : 0;
      if (distance === 0) return [from, to];
      await this.page.mouse.move(640, 480);
      await this.page.mouse.wheel(0, distance);
      await this.page.waitForTimeout(40);
    }
    throw new Error("the text could not be scrolled into view");
  }

  /** Lets the time of a double click pass where the last click was at the same place: nobody means a third. */
  private async newClick(x: number, y: number): Promise<void> {
    const near = Math.hypot(x - this.lastClick.x, y - this.lastClick.y) < 16;
    if (near) await this.page.waitForTimeout(600);
    this.lastClick = { x, y };
  }

  /** Waits until the text stands still: a wheel goes on scrolling for a while. */
  private async atRest(offset: number): Promise<void> {
    for (let before = await this.place(offset); ; ) {
      await this.page.waitForTimeout(25);
      const now = await this.place(offset);
      if (Math.abs(now.middle - before.middle) < 0.5) return;
      before = now;
    }
  }

  private async place(offset: number): Promise<Place> {
    const index = this.blocks.findLastIndex((block) => block.start <= offset);
    const inside = offset - (this.blocks[index]?.start ?? 0);
    return this.page.evaluate(
      ({ index, inside }) => {
        const block = document.querySelectorAll(".article-text .block")[index];
        if (!block) throw new Error(`there is no block ${index}`);
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        let left = inside;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const length = node.textContent?.length ?? 0;
          if (left < length) {
            const range = document.createRange();
            range.setStart(node, left);
            range.setEnd(node, left + 1);
            const box = range.getBoundingClientRect();
            return { left: box.left, right: box.right, middle: (box.top + box.bottom) / 2 };
          }
          left -= length;
        }
        throw new Error(`there is no character ${inside} in block ${index}`);
      },
      { index, inside },
    );
  }
}

interface Place {
  left: number;
  right: number;
  middle: number;
}
