import type { Page } from "playwright/test";
import { expect } from "playwright/test";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { utf16Offset } from "../../../shared/article/offsets.ts";
import { Hand, type Range } from "./hand.ts";
import type { Key, KeySpan } from "./key.ts";

/** keyboard: no mouse at all. mouse: no key but for typing words. both: whatever an expert would take. */
export type Style = "keyboard" | "mouse" | "both";

const typeKeys: Record<string, string> = { Person: "1", Organization: "2", Place: "3", Event: "4" };

/** Enters a whole key through the window, paragraph by paragraph: mentions, then quotes, then claims. */
export async function enterKey(page: Page, text: string, key: Key, styleOf: (block: number) => Style): Promise<Hand> {
  const hand = new Hand(page, text);
  await enterRest(page, hand, text, key, styleOf, nothingDone(), everything);
  return hand;
}

/** What of a key is in the window already, by id. */
export interface Done {
  mentions: Set<string>;
  quotes: Set<string>;
  /** Entities that the register has. */
  entities: Set<string>;
}
export const nothingDone = (): Done => ({ mentions: new Set(), quotes: new Set(), entities: new Set() });
const everything = ["mentions", "quotes", "claims"] as const;
type What = (typeof everything)[number];

/** Enters by hand what of a key is not done yet. */
export async function enterRest(
  page: Page,
  hand: Hand,
  text: string,
  key: Key,
  styleOf: (block: number) => Style,
  done: Done,
  what: readonly What[],
): Promise<void> {
  const analyst = new Analyst(page, hand, text, key, done);
  for (const [index, block] of blocksOfPlainText(text).entries()) await analyst.paragraph(block, styleOf(index), what);
}

class Analyst {
  private readonly marked: Set<string>;
  private readonly known: Set<string>;
  private readonly quoted: Set<string>;
  private style: Style = "both";
  private readonly page: Page;
  private readonly hand: Hand;
  private readonly text: string;
  private readonly key: Key;

  constructor(page: Page, hand: Hand, text: string, key: Key, done: Done) {
    this.marked = done.mentions;
    this.known = done.entities;
    this.quoted = done.quotes;
    this.page = page;
    this.hand = hand;
    this.text = text;
    this.key = key;
  }

  async paragraph(block: Range, style: Style, what: readonly What[]): Promise<void> {
    this.style = style;
    const here = (spans: readonly KeySpan[]) => {
      const { start } = this.range(spans[0]);
      return block.start <= start && start < block.end;
    };
    const order = <T>(items: T[], spans: (item: T) => readonly KeySpan[]) =>
      items.filter((item) => here(spans(item))).sort((a, b) => (spans(a)[0]?.start ?? 0) - (spans(b)[0]?.start ?? 0));
    if (what.includes("mentions"))
      for (const mention of order(this.key.mentions, (one) => one.spans)) await this.mention(mention);
    if (what.includes("quotes"))
      for (const quote of order(this.key.quotes, (one) => one.content)) await this.quote(quote);
    if (what.includes("claims"))
      for (const claim of order(this.key.claims, (one) => one.spans)) await this.claim(claim);
  }

  private async mention(mention: Key["mentions"][number]): Promise<void> {
    if (this.marked.has(mention.id)) return;
    this.hand.purpose = "mention";
    const entity = this.key.entities.find((one) => one.id === mention.entity);
    if (!entity) throw new Error(`the key has no entity ${mention.entity}`);
    await this.select(mention.spans[0]);
    if (this.style === "mouse")
      await this.hand.click(this.page.getByRole("button", { name: `Mark as ${entity.type}`, exact: true }));
    else await this.hand.press(typeKeys[entity.type] ?? "");
    await this.nameEntity(entity);
    await this.form(mention.form);
    this.marked.add(mention.id);
    this.known.add(entity.id);
    await this.occurrences(mention);
  }

  /** Makes the inspector say the entity that the key says: it may be right already, be linked, or be made and named. */
  private async nameEntity(entity: Key["entities"][number]): Promise<void> {
    await this.hand.looked();
    const picker = this.page.locator(".pick-panel");
    const nameField = this.inspector.getByRole("textbox", { name: "Entity name" });
    const shown = await this.settled(async () => (await picker.isVisible()) || (await nameField.isVisible()));
    if (!shown) throw new Error("the mention shows neither an entity nor a picker");
    const asked = await picker.isVisible();
    const name = asked ? null : await nameField.inputValue();
    if (name === entity.name) return;
    if (this.known.has(entity.id)) {
      if (!asked) await this.do("L", this.inspector.getByRole("button", { name: "Change" }));
      await this.choose(entity.name);
      return;
    }
    if (asked) {
      await this.hand.type(entity.name);
      await this.hand.click(picker.getByText(`New ${entity.type}: ${entity.name}`));
      return;
    }
    const ownWords = await this.page.locator(".inspector .mention-text").innerText();
    if (name !== null && ownWords.replace(/[“”]/g, "").replace(/\s/g, " ") !== name) {
      throw new Error(`“${ownWords}” was linked to ${name}, but is ${entity.name}, which is new`);
    }
    if (this.style === "mouse") await this.hand.click(nameField);
    else await this.hand.press("Enter");
    await expect(nameField).toBeFocused();
    if (this.style === "mouse") await this.hand.press("Control+A");
    await this.hand.type(entity.name);
    await this.hand.press("Enter");
    await expect(nameField).toHaveValue(entity.name);
  }

  /** Answers the picker: Enter if the first answer is right, otherwise by typing the name. */
  private async choose(name: string): Promise<void> {
    const picker = this.page.locator(".pick-panel");
    await expect(picker).toBeVisible();
    const first = picker.locator('[cmdk-item][data-selected="true"]').locator(".ellipsis").first();
    if ((await first.innerText()) !== name) await this.hand.type(name);
    await expect(first).toHaveText(name);
    if (this.style === "mouse") await this.hand.click(first);
    else await this.hand.press("Enter");
    await expect(picker).toBeHidden();
  }

  private async form(form: string): Promise<void> {
    const group = this.inspector.getByRole("radiogroup", { name: "Form" });
    await this.hand.looked();
    await expect(group).toBeVisible();
    const current = async () => (await group.getByRole("radio", { checked: true }).innerText()).toLowerCase();
    if (this.style === "mouse" && (await current()) !== form) {
      await this.hand.click(group.getByRole("radio", { name: new RegExp(`^${form}$`, "i") }));
    }
    for (let turn = 0; turn < 3 && (await current()) !== form; turn += 1) {
      const before = await current();
      await this.hand.press("F");
      await this.settled(async () => (await current()) !== before);
    }
    expect(await current()).toBe(form);
  }

  /** One key for all the other places of a name, where the key marks every one of them as the same entity. */
  private async occurrences(mention: Key["mentions"][number]): Promise<void> {
    if (mention.form !== "name") return;
    const words = mention.spans[0]?.text ?? "";
    const left = this.key.mentions.filter((one) => !this.marked.has(one.id));
    const same = left.filter((one) => one.entity === mention.entity && one.spans[0]?.text === words);
    const button = this.inspector.getByRole("button", { name: /^Mark \d+ more/ });
    await this.hand.looked();
    if (same.length < 2 || !(await button.isVisible())) return;
    const offered = Number(/\d+/.exec(await button.innerText())?.[0]);
    if (offered !== same.length) return;
    await this.do("A", button);
    for (const one of same) this.marked.add(one.id);
  }

  private async quote(quote: Key["quotes"][number]): Promise<void> {
    if (this.quoted.has(quote.id)) return;
    this.hand.purpose = "quote";
    const [first, ...more] = quote.content;
    if (quote.form === "direct" && this.style !== "mouse") {
      // Between quotation marks the caret is enough.
      const start = this.range(first).start;
      if (this.style === "keyboard") await this.hand.caretTo(start + 3);
      else await this.hand.clickAt({ start: start + 2, end: start + 3 });
      await this.hand.press("Q");
    } else {
      await this.select(first);
      await this.do("Q", this.toolbar("Quote"));
    }
    const pieces = this.inspector.locator(".piece button:first-child");
    await expect(pieces.first()).toHaveText(first?.text ?? "", { useInnerText: false });
    for (const piece of more) {
      await this.select(piece);
      await this.do("Shift+Q", this.toolbar("Add piece"));
    }
    for (const cue of quote.cue) {
      await this.select(cue);
      await this.do("U", this.toolbar("Cue"));
    }
    await this.party(quote.speaker, "speaker");
    if (quote.addressee) await this.party(quote.addressee, "addressee");
    await this.form(quote.form);
    if (quote.note) {
      if (this.style === "mouse") await this.hand.click(this.inspector.getByRole("textbox", { name: "Note" }));
      else await this.hand.press("N");
      await expect(this.inspector.getByRole("textbox", { name: "Note" })).toBeFocused();
      await this.hand.type(quote.note);
      await this.hand.press("Enter");
    }
  }

  /** The speaker: the first answer of the picker where it is the right one, otherwise the mention itself is taken. */
  private async party(mentionId: string, role: "speaker" | "addressee"): Promise<void> {
    const span = this.key.mentions.find((one) => one.id === mentionId)?.spans[0];
    const range = this.ownPlace(mentionId, this.range(span));
    const key = role === "speaker" ? "S" : "Shift+S";
    const picker = this.page.locator(".pick-panel");
    if (this.style === "mouse") {
      await this.hand.click(this.inspector.getByRole("button", { name: `Choose the ${role}` }));
      await expect(picker).toBeVisible();
      await this.hand.clickAt({ start: range.start, end: range.start + 1 });
    } else if (this.style === "both" || !(await this.nearestIs(mentionId))) {
      if (this.style === "both") await this.hand.clickAt({ start: range.start, end: range.start + 1 });
      else await this.hand.caretTo(range.start + 1);
      await this.hand.press(key);
    } else {
      await this.hand.press(key);
      await expect(picker).toBeVisible();
      await this.hand.press("Enter");
    }
    await expect(picker).toBeHidden();
    await expect(this.inspector.getByRole("heading")).toHaveText(/quote/i);
    await expect(this.inspector.getByRole("button", { name: new RegExp(`^Remove ${role}`) }).first()).toBeVisible();
  }

  /** A part of a mention where no other mention lies inside it. */
  private ownPlace(mentionId: string, range: Range): Range {
    const inner = this.key.mentions
      .filter((one) => one.id !== mentionId)
      .map((one) => this.range(one.spans[0]))
      .filter((one) => range.start <= one.start && one.end <= range.end);
    const offsets = Array.from({ length: range.end - range.start }, (_, index) => range.start + index);
    const start = offsets.find((at) => !inner.some((one) => one.start <= at && at <= one.end)) ?? range.start;
    return { start, end: range.end };
  }

  /** Whether the mention is the one nearest to its quote's cue: what the picker offers first. */
  private async nearestIs(mentionId: string): Promise<boolean> {
    const quote = this.key.quotes.find((one) => one.speaker === mentionId || one.addressee === mentionId);
    if (!quote || quote.addressee === mentionId) return false;
    const anchors = [...quote.cue, ...quote.content];
    const gap = (mention: Key["mentions"][number]) => {
      const [span] = mention.spans;
      if (!span || !this.marked.has(mention.id)) return Number.POSITIVE_INFINITY;
      if (quote.content.some((piece) => piece.start <= span.start && span.end <= piece.end))
        return Number.POSITIVE_INFINITY;
      return Math.min(...anchors.map((one) => Math.max(0, one.start - span.end, span.start - one.end)));
    };
    const sorted = [...this.key.mentions].sort((a, b) => gap(a) - gap(b));
    return sorted[0]?.id === mentionId && gap(sorted[0]) < gap(sorted[1] ?? sorted[0]);
  }

  private async claim(claim: Key["claims"][number]): Promise<void> {
    this.hand.purpose = "claim";
    await this.select(claim.spans[0]);
    await this.do("C", this.toolbar("Claim"));
    const gist = this.inspector.getByRole("textbox", { name: "Gist" });
    await this.hand.looked();
    await expect(gist).toBeVisible();
    if ((await gist.inputValue()) !== claim.gist) {
      if (this.style === "mouse") await this.hand.click(gist);
      else await this.hand.press("Enter");
      await expect(gist).toBeFocused();
      if (this.style === "mouse") await this.hand.press("Control+A");
      await this.hand.type(claim.gist);
      await this.hand.press("Enter");
    }
    const worth = claim.checkworthy ? "High" : "Low";
    const group = this.inspector.getByRole("radiogroup", { name: "Check-worthiness" });
    const isSet = () => group.getByRole("radio", { name: worth, exact: true }).isChecked();
    const shown = group.getByRole("radio", { checked: true });
    if (this.style === "mouse") await this.hand.click(group.getByRole("radio", { name: worth, exact: true }));
    else {
      for (let turn = 0; turn < 4 && !(await isSet()); turn += 1) {
        const before = (await shown.textContent()) ?? "";
        await this.hand.press("W");
        await expect(shown).not.toHaveText(before);
      }
    }
    await expect(shown).toHaveText(worth);
    if (claim.claimant === null) {
      const remove = this.inspector.getByRole("button", { name: "Remove the claimant" });
      if (await remove.isVisible()) await this.hand.click(remove);
    }
    if (claim.quote === null) {
      const takeOut = this.inspector.getByRole("button", { name: "Take the claim out of the quote" });
      if (await takeOut.isVisible()) await this.hand.click(takeOut);
    }
  }

  private async select(span: KeySpan | undefined): Promise<void> {
    const range = this.range(span);
    const oneWord = /^[\p{L}]+$/u.test(span?.text ?? "");
    if (this.style === "keyboard") {
      if (oneWord) await this.hand.caretTo(range.start + 1);
      else await this.hand.selectByKeyboard(range);
    } else await this.hand.selectByMouse(range, oneWord);
  }

  private range(span: KeySpan | undefined): Range {
    if (!span) throw new Error("the key has an annotation without a span");
    return { start: utf16Offset(this.text, span.start), end: utf16Offset(this.text, span.end) };
  }

  private do(key: string, button: ReturnType<Page["getByRole"]>): Promise<void> {
    return this.style === "mouse" ? this.hand.click(button) : this.hand.press(key);
  }

  private toolbar(name: string) {
    return this.page.getByRole("toolbar", { name: "Mark the selection" }).getByRole("button", { name, exact: true });
  }

  private get inspector() {
    return this.page.getByRole("region", { name: "Inspector" });
  }

  private async settled(condition: () => Promise<boolean>): Promise<boolean> {
    for (let turn = 0; turn < 100; turn += 1) {
      if (await condition()) return true;
      await this.page.waitForTimeout(20);
    }
    return false;
  }
}

/** What a piece of work cost, for people to read. */
export function effortReport(hand: Hand, key: Key): string {
  const counts: Record<string, number> = {
    mention: key.mentions.length,
    quote: key.quotes.length,
    claim: key.claims.length,
  };
  return [...hand.efforts]
    .map(([purpose, effort]) => {
      const each = (amount: number) =>
        counts[purpose] ? (amount / (counts[purpose] ?? 1)).toFixed(1) : String(amount);
      return `${purpose}: ${each(effort.keystrokes)} keys, ${each(effort.clicks)} clicks, ${each(effort.drags)} drags, ${each(effort.characters)} typed characters each (${counts[purpose] ?? 0})`;
    })
    .join("\n");
}

/** What everything cost together. */
export function totals(hand: Hand): string {
  const sum = { keystrokes: 0, clicks: 0, drags: 0, characters: 0 };
  for (const effort of hand.efforts.values()) {
    for (const what of Object.keys(sum) as (keyof typeof sum)[]) sum[what] += effort[what];
  }
  return `altogether ${sum.keystrokes} keys, ${sum.clicks} clicks, ${sum.drags} drags, ${sum.characters} typed characters`;
}
