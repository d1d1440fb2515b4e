import { type ArticleEditor, createArticleEditor } from "../../../renderer/editor/view.ts";
import { removeAnnotation } from "../../../shared/annotation/actions/annotation.ts";
import { addMention, createEntityIn, linkMention } from "../../../shared/annotation/actions/mention.ts";
import { operate } from "../../../shared/annotation/draft.ts";
import { apply, invert, type Operation } from "../../../shared/annotation/operation.ts";
import { newsScheme } from "../../../shared/annotation/scheme.ts";
import { emptyProjectState, openArticle, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { benchArticle } from "../content.ts";
import type { Peer } from "./peer.ts";
import "../../../renderer/app/tokens.css";
import "../../../renderer/app/base.css";
import "../../../renderer/editor/article.css";
import "../../../renderer/editor/marks.css";

const article = "bench";

/** Onrecord's editor by itself: state, operations, projection and drawing, without panels and host. */
export function onrecord(): Peer {
  let editor: ArticleEditor;
  let state: ProjectState;
  let last: Operation | null = null;
  let count = 0;
  const ids = new Map<string, string>();
  const author = {
    annotator: "bench",
    since: "2026-11-24T09:00:00.000Z",
    now: () => "2026-11-24T09:00:00.000Z",
    newId: (prefix: string) => `${prefix}_new${count++}`,
  };
  const perform = (operation: Operation | null, current: string | null) => {
    if (!operation) return;
    last = operation;
    state = apply(state, operation);
    editor.update(state, openArticle(state, article), current);
  };
  return {
    prepare(source) {
      const { open, entities } = benchArticle(source, article, "Bench");
      const project = { id: "bench", name: "Bench", scheme: newsScheme, guidelines: "" };
      state = withArticle(emptyProjectState(project, entities), open);
    },
    open(root) {
      const open = openArticle(state, article);
      const nothing = () => undefined;
      editor = createArticleEditor(root, state, open, null, {
        onSelect: nothing,
        onClick: nothing,
        onDoubleClick: nothing,
      });
    },
    add(mark) {
      let id = "";
      const operation = operate(state, "Mark", author, (draft) => {
        const entity = createEntityIn(draft, author, "Person", `New ${count}`);
        id = addMention(draft, author, article, [{ start: mark.start, end: mark.end }], entity, "name");
      });
      ids.set(mark.id, id);
      perform(operation, id);
    },
    remove(id) {
      perform(removeAnnotation(state, author, article, ids.get(id) ?? "").operation, null);
    },
    recolour(id) {
      const own = ids.get(id) ?? "";
      perform(linkMention(state, author, article, own, { type: "Place", name: `Other ${count}` }), own);
    },
    undo() {
      if (last) perform(invert(last), null);
    },
  };
}
