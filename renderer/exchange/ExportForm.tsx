import { useId } from "react";
import type { ExportRequest, ExportScope, FormatFacts } from "../../shared/host/exchange.ts";
import { useApp } from "../app/store.ts";
import { focusFirst } from "../dialogs/focus.ts";
import { Check } from "../widgets/fields.tsx";
import { optionsOn, type Person } from "./ExportDialog.tsx";
import { Radios } from "./Radios.tsx";

const units: Record<string, string> = {
  codepoint: "code points",
  utf16: "UTF-16 units",
  bytes: "bytes",
  token: "tokens",
};

/** What is exported, whose, and how. */
export function ExportForm(props: {
  request: ExportRequest;
  formats: readonly FormatFacts[];
  people: readonly Person[];
  onChange(request: ExportRequest): void;
}) {
  const { request, formats, people } = props;
  const id = useId();
  const format = formats.find((one) => one.id === request.format);
  const set = (change: Partial<ExportRequest>) => props.onChange({ ...request, ...change });
  const setFormat = (next: string) => set({ format: next, options: optionsOn(formats.find((one) => one.id === next)) });
  const annotators = typeof request.annotators === "string" ? request.annotators : request.annotators.annotator;
  const setAnnotators = (value: string) =>
    set({ annotators: value === "mine" || value === "all" ? value : { annotator: value } });
  const switchOption = (option: string, on: boolean) =>
    set({ options: on ? [...request.options, option] : request.options.filter((one) => one !== option) });
  const me = people.find(({ isMe }) => isMe);
  return (
    <div className="form">
      <div className="form-field">
        <label htmlFor={`${id}-format`}>Format</label>
        <select
          id={`${id}-format`}
          ref={focusFirst}
          className="field"
          value={request.format}
          aria-describedby={`${id}-about`}
          onChange={(event) => setFormat(event.target.value)}
        >
          {formats.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
        {format ? <FormatAbout id={`${id}-about`} format={format} /> : null}
      </div>
      <Scope value={request.articles} onChange={(articles) => set({ articles })} />
      <div className="form-field">
        <label htmlFor={`${id}-whose`}>Whose annotations</label>
        <select
          id={`${id}-whose`}
          className="field"
          value={annotators}
          onChange={(event) => setAnnotators(event.target.value)}
        >
          <option value="mine">Mine{me ? ` (${me.name})` : ""}</option>
          {people
            .filter(({ isMe }) => !isMe)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          <option value="all">Everybody’s</option>
        </select>
      </div>
      <fieldset className="exchange-options">
        <legend>Options</legend>
        {format?.extension ? (
          <Check
            label="Keep what the format cannot say, where it has room"
            checked={request.extension}
            onChange={(extension) => set({ extension })}
          />
        ) : null}
        <Check
          label="Also what is suggested and not decided"
          checked={request.suggestions}
          onChange={(suggestions) => set({ suggestions })}
        />
        {format?.options.map((option) => (
          <div key={option.id}>
            <Check
              label={option.title}
              checked={request.options.includes(option.id)}
              onChange={(on) => switchOption(option.id, on)}
            />
            <p className="hint exchange-option-about">{option.description}.</p>
          </div>
        ))}
      </fieldset>
    </div>
  );
}

function FormatAbout({ id, format }: { id: string; format: FormatFacts }) {
  const { endings, unit, reads, not, extension } = format;
  return (
    <div id={id} className="hint format-about">
      <p>
        {endings.join(", ")} · offsets in {units[unit] ?? unit} ·{" "}
        {reads ? "can be imported again" : "cannot be imported"}
      </p>
      {not.length > 0 ? <p>Not in its own terms: {not.join(" ")}</p> : null}
      {extension ? <p>The rest goes to {extension}.</p> : null}
    </div>
  );
}

function Scope({ value, onChange }: { value: ExportScope; onChange(scope: ExportScope): void }) {
  const article = useApp((app) =>
    app.article === null ? null : (app.state?.articles.get(app.article)?.article ?? null),
  );
  const query = useApp((app) => app.listQuery);
  const count = useApp((app) => app.articleCount);
  const scopes: { scope: ExportScope; title: string }[] = [];
  if (article)
    scopes.push({ scope: { scope: "article", article: article.id }, title: `This article: ${article.title}` });
  if (query.filter !== "")
    scopes.push({ scope: { scope: "listed", query }, title: `The articles that the list shows: “${query.filter}”` });
  scopes.push({
    scope: { scope: "project" },
    title: count === 1 ? "The whole project, one article" : `The whole project, ${count.toLocaleString("en")} articles`,
  });
  return (
    <Radios
      legend="Articles"
      value={value.scope}
      options={scopes.map(({ scope, title }) => ({ value: scope.scope, title }))}
      onChange={(name) => {
        const found = scopes.find(({ scope }) => scope.scope === name);
        if (found) onChange(found.scope);
      }}
    />
  );
}
