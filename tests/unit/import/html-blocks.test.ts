import { describe, expect, it } from "vitest";
import { blocksOfHtml, parsePage } from "../../../electron/services/import/html-blocks.ts";
import { kindsAndTexts } from "./build.ts";

const blocksOf = (html: string) => kindsAndTexts(blocksOfHtml(parsePage(html).body));
const textOf = (html: string) => blocksOfHtml(parsePage(html).body).text;

describe("the blocks of markup", () => {
  it("are of the kinds that the elements say", () => {
    expect(
      blocksOf(`<h1>H</h1><h2>S</h2><p>P</p><blockquote>Q<p>q</p></blockquote><ul><li>I<ul><li>i</li></ul></li></ul>
        <figure><figcaption>C</figcaption></figure><table><tr><td>a</td><td>b</td></tr></table><h1>H2</h1>`),
    ).toEqual([
      ["headline", "H"],
      ["heading", "S"],
      ["paragraph", "P"],
      ["quote", "Q"],
      ["quote", "q"],
      ["item", "I"],
      ["item", "i"],
      ["caption", "C"],
      ["paragraph", "a"],
      ["paragraph", "b"],
      ["heading", "H2"],
    ]);
  });

  it("are joined by a blank line and never empty", () => {
    expect(textOf("<p>a</p><p> </p><p>&nbsp;</p><div><p>b</p></div>loose<p></p>")).toBe("a\n\nb\n\nloose");
  });

  it("collapse white space across elements as a page does", () => {
    expect(textOf("<p>  a\n\t<b> b </b> <i>c</i>\r\n</p>")).toBe("a b c");
    expect(textOf("<p>un<b>broken</b></p>")).toBe("unbroken");
    expect(textOf("<pre>a\n  b</pre>")).toBe("a\n  b");
  });

  it("keep no-break spaces in the text, outside the block where they stand at its ends", () => {
    const { text, blocks } = blocksOfHtml(parsePage("<p>&nbsp;a&nbsp;b</p>").body);
    expect(text).toBe("\u00a0a\u00a0b");
    expect(blocks).toEqual([{ kind: "paragraph", start: 1, end: 4 }]);
  });

  it("have a line end for a br, and end at two", () => {
    expect(blocksOf("<p>a <br> b<br><br>c<br></p>")).toEqual([
      ["paragraph", "a\nb"],
      ["paragraph", "c"],
    ]);
  });

  it("write out the marks of q elements", () => {
    expect(textOf("<p>He said <q>she said <q>no</q> twice</q>.</p>")).toBe("He said “she said ‘no’ twice”.");
  });

  it("leave out what is no text or is not shown", () => {
    expect(
      textOf(`<script>s</script><style>t</style><noscript>n</noscript><template>m</template><svg><text>v</text></svg>
        <button>b</button><p hidden>h</p><p style="display: none">d</p><p>shown</p><!-- c -->`),
    ).toBe("shown");
  });

  it("decode entities", () => {
    expect(textOf("<p>&ldquo;A &amp; B&rdquo; &#8212; &lt;c&gt; &#x1F600;</p>")).toBe("“A & B” — <c> 😀");
  });
});
