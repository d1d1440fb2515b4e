import type { Page } from "playwright/test";
import { expect } from "playwright/test";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { utf16Offset } from "../../../shared/article/offsets.ts";
import { moveEndByWord, moveStartByWord } from "../../../shared/article/words.ts";
import type { Done } from "./annotate.ts";
import type { Hand, Range } from "./hand.ts";
import type { Key, KeySpan } from "./key.ts";

/** No correction of an end takes more keys than this; what is further off is rejected and marked by hand. */
const furthest = 6;

interface Shown {
  title: string;
  words: string;
  who: string;
  cue: string;
  /** Where its pieces stand. */
  pieces: Range[];
}

/** A person who goes through suggestions with a key in hand: accepts what is right, corrects what nearly is, rejects the
 *  rest. Reads what is on the screen, and presses keys. */
export class Reviewer {
  private readonly page: Page;
  private readonly hand: Hand;
  private readonly text: string;
  private readonly key: Key;
  private readonly done: Done;
  private readonly blocks: Range[];

  constructor(page: Page, hand: Hand, text: string, key: Key, done: Done) {
    this.page = page;
    this.hand = hand;
    this.text = text;
    this.key = key;
    this.done = done;
    this.blocks = blocksOfPlainText(text);
  }

  /** Goes through what is offered until nothing is left. */
  async goThrough(decide: (shown: Shown) => Promise<void>): Promise<void> {
    for (let turn = 0; turn < 200; turn += 1) {
      await this.settled();
      if ((await this.bar.getByText("Nothing left to suggest").count()) > 0) return;
      if ((await this.card.count()) === 0) await this.hand.press("Tab");
      await expect(this.card).toBeVisible();
      await decide(await this.shown());
    }
    throw new Error("the review does not end");
  }

  async name(shown: Shown): Promise<void> {
    this.hand.purpose = "mention";
    const [place] = shown.pieces;
    if (!place) throw new Error("the suggestion has no place");
    const exact = this.key.mentions.find((one) => same(this.range(one.spans[0]), place));
    const near = exact ?? this.key.mentions.find((one) => this.isOneEdgeOff(one, place));
    if (!near) return this.hand.press("Backspace");
    const entity = this.entity(near.entity);
    if (!shown.title.startsWith(`${entity.type}: `)) return this.hand.press("Backspace");
    if (near !== exact) {
      await this.correct(place, this.range(near.spans[0]));
      await this.rename(entity);
      this.took([near.id], entity.id);
      return;
    }
    const others = (await this.placesLike(place)).map((range) =>
      this.key.mentions.find((one) => one.entity === near.entity && same(this.range(one.spans[0]), range)),
    );
    const all = others.length > 1 && others.every((one) => one !== undefined);
    await this.hand.press(all ? "Shift+Enter" : "Enter");
    this.took(all ? others.flatMap((one) => one?.id ?? []) : [near.id], entity.id);
    if (shown.title === `${entity.type}: ${entity.name}`) return;
    // What was accepted has another name in the key: it is clicked and renamed.
    await this.hand.clickAt({ start: place.start, end: place.start + 1 });
    await this.rename(entity);
  }

  async quote(shown: Shown): Promise<void> {
    this.hand.purpose = "quote";
    const wanted = this.key.quotes.find(
      (one) =>
        !this.done.quotes.has(one.id) &&
        one.content.length === shown.pieces.length &&
        same(this.range(one.content[0]), { ...shown.pieces[0], end: this.range(one.content[0]).end } as Range) &&
        one.cue.map(({ text }) => text).join(" … ") === shown.cue &&
        this.wordsOfSpeaker(one.speaker).includes(shown.who),
    );
    if (!wanted) return this.hand.press("Backspace");
    const last = this.range(wanted.content.at(-1));
    const end = shown.pieces.at(-1)?.end ?? 0;
    if (last.end === end) await this.hand.press("Enter");
    else if (Math.abs(this.steps(moveEndByWord, end, last.end)) <= furthest) await this.correct({ ...last, end }, last);
    else return this.hand.press("Backspace");
    if (wanted.note) {
      const { start } = this.range(wanted.content[0]);
      await this.hand.clickAt({ start, end: start + 1 });
      await this.hand.press("N");
      await expect(this.page.getByRole("textbox", { name: "Note" })).toBeFocused();
      await this.hand.type(wanted.note);
      await this.hand.press("Enter");
      await this.page.locator(".article-text").focus();
    }
    this.done.quotes.add(wanted.id);
    this.done.mentions.add(wanted.speaker);
  }

  /** Moves the ends of the current suggestion to where they should be, a word with each key. */
  private async correct(from: Range, to: Range): Promise<void> {
    const start = this.steps(moveStartByWord, from.start, to.start);
    const end = this.steps(moveEndByWord, from.end, to.end);
    for (let count = 0; count < Math.abs(start); count += 1)
      await this.hand.press(`Alt+Shift+Arrow${start > 0 ? "Right" : "Left"}`);
    for (let count = 0; count < Math.abs(end); count += 1)
      await this.hand.press(`Alt+Arrow${end > 0 ? "Right" : "Left"}`);
  }

  /** How many words an end is off, less than nothing where it is too far on; `Infinity` where words do not lead there. */
  private steps(move: (text: string, at: number, direction: 1 | -1) => number, from: number, to: number): number {
    const direction = from < to ? 1 : -1;
    let at = from;
    for (let count = 0; count <= furthest; count += 1) {
      if (at === to) return count * direction;
      at = move(this.text, at, direction);
    }
    return Number.POSITIVE_INFINITY;
  }

  private isOneEdgeOff(mention: Key["mentions"][number], place: Range): boolean {
    const wanted = this.range(mention.spans[0]);
    const start = this.steps(moveStartByWord, place.start, wanted.start);
    const end = this.steps(moveEndByWord, place.end, wanted.end);
    return mention.form === "name" && Math.abs(start) + Math.abs(end) === 1;
  }

  private async rename(entity: Key["entities"][number]): Promise<void> {
    const field = this.page.getByRole("region", { name: "Inspector" }).getByRole("textbox", { name: "Entity name" });
    await this.hand.looked();
    await expect(field).toBeVisible();
    if ((await field.inputValue()) === entity.name) return;
    await this.hand.press("Enter");
    await expect(field).toBeFocused();
    await this.hand.type(entity.name);
    await this.hand.press("Enter");
    await expect(field).toHaveValue(entity.name);
  }

  private took(mentions: readonly string[], entity: string): void {
    for (const id of mentions) this.done.mentions.add(id);
    this.done.entities.add(entity);
  }

  /** Waits until suggestions made from what is known by now are there. */
  private async settled(): Promise<void> {
    await expect(this.bar).toHaveAttribute("aria-busy", "false");
  }

  private async shown(): Promise<Shown> {
    const text = async (selector: string) => {
      const found = this.card.locator(selector);
      return (await found.count()) > 0 ? (await found.innerText()).trim() : "";
    };
    const who = await text(".review-who > span:first-child");
    const cue = await text(".review-who > span:last-child");
    return {
      title: await text(".review-name"),
      words: await text(".review-words"),
      who: who.replace(/^Speaker\s*/, "").replace(/ \(.*\)$/, ""),
      cue: cue.replace(/^Cue\s*/, ""),
      pieces: await this.piecesOf(".current-suggestion:not([data-role=cue])"),
    };
  }

  /** Where the suggestions that look like the one at a place stand, itself among them. */
  private async placesLike(place: Range): Promise<Range[]> {
    const label = await this.page.locator(".current-suggestion").first().getAttribute("aria-description");
    const all = await this.piecesOf(`[data-suggestion][data-role=mention][aria-description="${label}"]`);
    return all.length > 0 ? all : [place];
  }

  /** Where the pieces of what a selector finds stand in the text, each from its first mark to its last. */
  private async piecesOf(selector: string): Promise<Range[]> {
    const found = await this.page.locator(`.article-text ${selector}`).evaluateAll((marks) =>
      marks.map((mark) => {
        const block = mark.closest(".block");
        if (!block) throw new Error("a mark in no block");
        const before = document.createRange();
        before.selectNodeContents(block);
        before.setEndBefore(mark);
        const breaks = (range: Range | DocumentFragment) =>
          range instanceof DocumentFragment ? range.querySelectorAll("br").length : 0;
        const start = before.toString().length + breaks(before.cloneContents());
        const index = [...document.querySelectorAll(".article-text .block")].indexOf(block);
        const { suggestion = "", piece = "" } = (mark as HTMLElement).dataset;
        return { key: `${suggestion} ${piece}`, index, start, length: mark.textContent?.length ?? 0 };
      }),
    );
    const pieces = new Map<string, Range>();
    for (const { key, index, start, length } of found) {
      const from = (this.blocks[index]?.start ?? 0) + start;
      const known = pieces.get(key);
      pieces.set(key, { start: Math.min(known?.start ?? from, from), end: Math.max(known?.end ?? 0, from + length) });
    }
    return [...pieces.values()].sort((a, b) => a.start - b.start);
  }

  private wordsOfSpeaker(mention: string): string {
    return (this.key.mentions.find(({ id }) => id === mention)?.spans[0]?.text ?? "").replace(/\s/g, " ");
  }

  private entity(id: string): Key["entities"][number] {
    const found = this.key.entities.find((one) => one.id === id);
    if (!found) throw new Error(`the key has no entity ${id}`);
    return found;
  }

  private range(span: KeySpan | undefined): Range {
    if (!span) throw new Error("the key has an annotation without a span");
    return { start: utf16Offset(this.text, span.start), end: utf16Offset(this.text, span.end) };
  }

  private get bar() {
    return this.page.getByRole("region", { name: "Suggestions" });
  }

  private get card() {
    return this.bar.locator(".review-card");
  }
}

const same = (a: Range, b: Range): boolean => a.start === b.start && a.end === b.end;
