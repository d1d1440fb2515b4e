import { DOMSerializer } from "prosemirror-model";
import { useLayoutEffect, useRef } from "react";
import type { ArticleBeginning } from "../../shared/host/contract.ts";
import { project } from "./projection.ts";
import { schema } from "./schema.ts";

/** How a long article begins, drawn as the editor will draw it: to be read while its annotations are on their way. */
export function Beginning({ article }: { article: ArticleBeginning }) {
  const mount = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { doc } = project(article);
    mount.current?.replaceChildren(DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
  }, [article]);
  return <div className="article-mount article-text" aria-busy="true" ref={mount} />;
}
