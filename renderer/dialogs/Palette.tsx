import { Command } from "cmdk";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { entitiesLike } from "../../shared/annotation/register-index.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleSummary } from "../../shared/host/listing.ts";
import { articlePage } from "../app/articles.ts";
import { showArticle } from "../app/showing.ts";
import { store, useApp } from "../app/store.ts";
import { commands, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { Modal } from "../widgets/Modal.tsx";
import "./palette.css";

const mostShown = 30;

const noArticles: { query: string; articles: ArticleSummary[] } = { query: "", articles: [] };

/** The articles that fit what was typed, and what had been typed when they were asked for. */
function useArticles(query: string) {
  const [found, setFound] = useState(noArticles);
  useEffect(() => {
    let current = true;
    const show = (articles: ArticleSummary[]) => {
      if (current) setFound({ query, articles });
    };
    if (query.trim() === "") setFound(noArticles);
    else
      void articlePage({ filter: query, order: "title" }, 0, mostShown).then(
        (page) => show(page?.articles ?? []),
        () => show([]),
      );
    return () => {
      current = false;
    };
  }, [query]);
  return found;
}

/** Something that can be chosen: what cmdk knows it by, and what choosing it does. */
interface Choice {
  value: string;
  run(): void;
}

const ofArticle = ({ id }: { id: string }): Choice => ({ value: `article ${id}`, run: () => void showArticle(id) });
const ofEntity = ({ id }: { id: string }): Choice => ({
  value: `entity ${id}`,
  run: () => store.setState({ entity: id, current: null, tab: "entities" }),
});
const ofCommand = ({ id }: { id: string }): Choice => ({ value: id, run: () => runCommand(id) });

/** Every command, every article and every entity, by typing. */
export function Palette({ onClose }: { onClose(): void }) {
  const app = useApp((state) => state);
  const [query, setQuery] = useState("");
  const [picked, setPicked] = useState("");
  const [entered, setEntered] = useState(false);
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
  const found = useArticles(query);
  const isWaiting = words.length > 0 && found.query !== query;
  const choices = [
    ...(words.length > 0 ? [...found.articles.map(ofArticle), ...known.map(ofEntity)] : []),
    ...actions.map(ofCommand),
  ];
  const choice = choices.find(({ value }) => value === picked) ?? choices[0];
  // Enter takes what is listed for all that was typed, however fast it was typed.
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (isWaiting) setEntered(true);
    else if (choice) run(choice.run);
  };
  useEffect(() => {
    if (!entered || isWaiting) return;
    setEntered(false);
    if (choice) run(choice.run);
  });
  const { articles } = found;
  return (
    <Modal title="Search articles, entities and commands" plain onClose={onClose}>
      <Command
        shouldFilter={false}
        loop
        className="palette"
        label="Search articles, entities and commands"
        value={choice?.value ?? ""}
        onValueChange={setPicked}
        onKeyDown={enter}
      >
        <Command.Input
          autoFocus
          value={query}
          onValueChange={(typed) => {
            setQuery(typed);
            setPicked("");
          }}
          placeholder="Search articles, entities, commands"
        />
        <Command.List>
          {choices.length === 0 ? (
            <Command.Item disabled value="nothing" className="hint">
              Nothing found.
            </Command.Item>
          ) : null}
          {words.length > 0 && articles.length > 0 ? (
            <Command.Group heading="Articles">
              {articles.map((article) => (
                <Command.Item
                  key={article.id}
                  value={ofArticle(article).value}
                  onSelect={() => run(ofArticle(article).run)}
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
                <Command.Item key={entity.id} value={ofEntity(entity).value} onSelect={() => run(ofEntity(entity).run)}>
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
                <Command.Item key={command.id} value={command.id} onSelect={() => run(ofCommand(command).run)}>
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
