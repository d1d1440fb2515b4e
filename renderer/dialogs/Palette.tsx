import { Command } from "cmdk";
import { useEffect, useMemo, useState } from "react";
import { entitiesLike } from "../../shared/annotation/register-index.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleSummary } from "../../shared/host/listing.ts";
import { articlePage } from "../app/articles.ts";
import { showArticle } from "../app/session.ts";
import { store, useApp } from "../app/store.ts";
import { commands, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { Modal } from "../widgets/Modal.tsx";
import "./palette.css";

const mostShown = 30;

/** The articles that fit what was typed. */
function useArticles(query: string): ArticleSummary[] {
  const [found, setFound] = useState<ArticleSummary[]>([]);
  useEffect(() => {
    let current = true;
    if (query.trim() === "") setFound([]);
    else
      void articlePage({ filter: query, order: "title" }, 0, mostShown).then((page) => {
        if (current && page) setFound(page.articles);
      });
    return () => {
      current = false;
    };
  }, [query]);
  return found;
}

/** Every command, every article and every entity, by typing. */
export function Palette({ onClose }: { onClose(): void }) {
  const app = useApp((state) => state);
  const [query, setQuery] = useState("");
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const register = app.state?.entities;
  const known = useMemo(() => (register ? entitiesLike(register, query, mostShown) : []), [register, query]);
  const run = (action: () => void) => {
    onClose();
    // The focus goes back to the editor first, so that the command finds it there.
    requestAnimationFrame(action);
  };
  const actions = commands(app)
    .filter(
      (command) =>
        command.id !== "view.palette" &&
        (command.when?.(app) ?? true) &&
        fits(`${command.title} ${command.keywords ?? ""}`),
    )
    // What is called that comes before what has to do with it.
    .sort((a, b) => Number(fits(b.title)) - Number(fits(a.title)));
  const articles = useArticles(query);
  return (
    <Modal title="Search articles, entities and commands" plain onClose={onClose}>
      <Command shouldFilter={false} loop className="palette" label="Search articles, entities and commands">
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder="Search articles, entities, commands"
        />
        <Command.List>
          {actions.length + (words.length > 0 ? articles.length + known.length : 0) === 0 ? (
            <Command.Item disabled value="nothing" className="hint">
              Nothing found.
            </Command.Item>
          ) : null}
          {words.length > 0 && articles.length > 0 ? (
            <Command.Group heading="Articles">
              {articles.map((article) => (
                <Command.Item
                  key={article.id}
                  value={`article ${article.id}`}
                  onSelect={() => run(() => void showArticle(article.id))}
                >
                  <span className="ellipsis">{article.title}</span>
                  <span className="hint">{article.publisher}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {words.length > 0 && known.length > 0 ? (
            <Command.Group heading="Entities">
              {known.map((entity) => (
                <Command.Item
                  key={entity.id}
                  value={`entity ${entity.id}`}
                  onSelect={() => run(() => store.setState({ entity: entity.id, current: null, tab: "entities" }))}
                >
                  <span
                    className="dot"
                    style={{
                      "--mark": app.state ? entityType(app.state.project.scheme, entity.type)?.color : undefined,
                    }}
                  />
                  <span className="ellipsis">{entity.name}</span>
                  <span className="hint">{entity.type}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {actions.length > 0 ? (
            <Command.Group heading="Commands">
              {actions.map((command) => (
                <Command.Item key={command.id} value={command.id} onSelect={() => run(() => runCommand(command.id))}>
                  <span className="ellipsis">{command.title}</span>
                  <span className="hint">
                    {command.keys[0] ? <kbd>{keyLabel(command.keys[0], app.platform)}</kbd> : command.group}
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
        </Command.List>
      </Command>
    </Modal>
  );
}
