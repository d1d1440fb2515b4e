import MarkdownIt, { type Token } from "markdown-it";
import { Fragment, type ReactNode } from "react";
import { isWebAddress } from "../../shared/article/web-address.ts";
import { ask } from "../app/requests.ts";
import "./markdown.css";

const parser = new MarkdownIt({ html: false, linkify: true });

/** The elements that Markdown may become. Headings stand below the dialog's own. */
const elements = {
  p: "p",
  h1: "h3",
  h2: "h4",
  h3: "h5",
  h4: "h6",
  h5: "h6",
  h6: "h6",
  ul: "ul",
  ol: "ol",
  li: "li",
  blockquote: "blockquote",
  strong: "strong",
  em: "em",
  s: "s",
  table: "table",
  thead: "thead",
  tbody: "tbody",
  tr: "tr",
  th: "th",
  td: "td",
} as const;

interface Node {
  token: Token;
  children: Node[];
}

/** Markdown as elements of our own: no HTML of the text's author ever reaches the window. */
export function Markdown({ text }: { text: string }) {
  return <div className="markdown">{shown(treeOf(parser.parse(text, {})))}</div>;
}

/** The flat list of opening and closing tokens as a tree. */
function treeOf(tokens: readonly Token[]): Node[] {
  const root: Node[] = [];
  const open = [root];
  for (const token of tokens) {
    if (token.nesting === -1) {
      open.pop();
      continue;
    }
    const node = { token, children: treeOf(token.children ?? []) };
    open.at(-1)?.push(node);
    if (token.nesting === 1) open.push(node.children);
  }
  return root;
}

const shown = (nodes: readonly Node[]): ReactNode[] =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the elements of a text have no identity but their place
  nodes.map((node, index) => <Fragment key={index}>{element(node)}</Fragment>);

function element({ token, children }: Node): ReactNode {
  switch (token.type) {
    case "text":
    case "html_block":
    case "html_inline":
      return token.content;
    case "inline":
      return shown(children);
    case "softbreak":
      return " ";
    case "hardbreak":
      return <br />;
    case "hr":
      return <hr />;
    case "code_inline":
      return <code>{token.content}</code>;
    case "code_block":
    case "fence":
      return (
        <pre>
          <code>{token.content}</code>
        </pre>
      );
    case "image":
      return <em>{token.content}</em>;
    case "link_open":
      return <OutsideLink address={String(token.attrGet("href") ?? "")}>{shown(children)}</OutsideLink>;
  }
  if (!isElement(token.tag) || token.hidden) return shown(children);
  const Tag = elements[token.tag];
  return <Tag>{shown(children)}</Tag>;
}

const isElement = (tag: string): tag is keyof typeof elements => Object.hasOwn(elements, tag);

/** A web address opens in the system's browser; any other address is only text. */
function OutsideLink({ address, children }: { address: string; children: ReactNode }) {
  if (!isWebAddress(address)) return children;
  const openOutside = (event: React.MouseEvent) => {
    event.preventDefault();
    void ask("window.openExternal", { url: address });
  };
  return (
    <a href={address} title={address} onClick={openOutside} onAuxClick={(event) => event.preventDefault()}>
      {children}
    </a>
  );
}
