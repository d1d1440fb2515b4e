import { chance } from "../../tests/support/chance.ts";

/** What makes up a story: words as often as they are in English (Zipf), and people and organisations by name. */
export interface Newsroom {
  /** A headline without a period. */
  title(): string;
  /** A story of about `words` words in paragraphs, with the places where somebody is named or quoted. */
  story(words: number): Story;
  readonly names: readonly Name[];
  number(below: number): number;
}
export interface Name {
  id: string;
  type: "Person" | "Organisation";
  name: string;
  alias: string;
}
export interface Story {
  text: string;
  mentions: { start: number; end: number; name: Name }[];
  quotes: { start: number; end: number; cue: { start: number; end: number }; speaker: number }[];
}

const common =
  "the of to and a in that is was for on it with as he by at from his an were are which this be had not have has but who they their its or she been after said would will about more when one her new also than first two other there over into could last people government year years up out time if all no so what state some city can before three police during while most public court president many under against week minister may these made between well being country now because report us only week officials them company party him where since 2026 million through off such percent law news part including both then still per since around several week group another council plan national help decision members work vote month number statement end home day".split(
    " ",
  );
const onsets = "b br c ch cl cr d dr f fl g gl gr h j k l m n p pl pr qu r s sc sh sk sl sp st str t th tr v w".split(
  " ",
);
const nuclei = "a e i o u ai ea ee ou oa ie".split(" ");
const codas = "b ck d ft g l lt m mp n nd ng nt p r rd rk rn rt s ss st t th x".split(" ");
const endings = ["", "", "", "s", "ed", "ing", "er", "ly", "ion", "al", "ity", "ment"];
const cues = ["said", "told reporters", "argued", "warned", "insisted", "explained", "added"];

export function newsroom(seed: number, nameCount: number): Newsroom {
  const next = chance(seed);
  const number = (below: number) => Math.floor(next() * below);
  const of = <T>(list: readonly T[]): T => list[number(list.length)] as T;
  const syllable = () => `${of(onsets)}${of(nuclei)}${of(codas)}`;
  const vocabulary = [...common];
  const taken = new Set(common);
  while (vocabulary.length < 60_000) {
    const word = `${syllable()}${vocabulary.length > 4_000 ? `${of(nuclei)}${of(codas)}` : ""}${of(endings)}`;
    if (!taken.has(word)) vocabulary.push(word);
    taken.add(word);
  }
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const names: Name[] = Array.from({ length: nameCount }, (_, index) => {
    const family = capital(`${syllable()}${of(["", "son", "man", "ova", "ley", "é", "berg"])}`);
    return index % 4 === 3
      ? {
          id: `e_${index}`,
          type: "Organisation",
          name: `${family} ${of(["Council", "Group", "Institute"])}`,
          alias: family,
        }
      : { id: `e_${index}`, type: "Person", name: `${capital(syllable())} ${family}`, alias: family };
  });
  /** Zipf with exponent 1: the nth word stands about 1/n as often as the first. */
  const word = () => vocabulary[Math.floor(vocabulary.length ** next()) - 1] as string;
  const words = (count: number) => Array.from({ length: count }, word).join(" ");
  return {
    names,
    number,
    title: () => capital(words(5 + number(5))),
    story(target) {
      let text = "";
      const mentions: Story["mentions"] = [];
      const quotes: Story["quotes"] = [];
      const name = () => {
        const chosen = names[Math.floor(names.length ** next()) - 1] as Name;
        mentions.push({ start: text.length, end: text.length + chosen.name.length, name: chosen });
        text += chosen.name;
        return mentions.length - 1;
      };
      for (let count = 0, sentence = 0; count < target; sentence++) {
        if (text !== "") text += sentence % 4 === 0 ? "\n\n" : " ";
        const length = 8 + number(18);
        count += length;
        const kind = next();
        if (kind < 0.15) {
          const start = text.length;
          text += `“${capital(words(length - 4))},”`;
          const end = text.length;
          text += " ";
          const speaker = name();
          const cue = of(cues);
          quotes.push({ start, end, cue: { start: text.length + 1, end: text.length + 1 + cue.length }, speaker });
          text += ` ${cue}.`;
        } else if (kind < 0.4) {
          name();
          text += ` ${words(length - 2)}.`;
        } else text += `${capital(words(length))}.`;
      }
      return { text, mentions, quotes };
    },
  };
}
