import { Tabs } from "radix-ui";
import type { ExportPreview } from "../../shared/host/exchange.ts";

/** How the files of an export begin. */
export function Preview({ files, isFolder }: { files: ExportPreview["files"] | null; isFolder: boolean }) {
  const [first] = files ?? [];
  if (!files || !first) return <div className="preview preview-empty hint">{files ? "Nothing to show." : "…"}</div>;
  return (
    <Tabs.Root className="preview" defaultValue={first.name} key={files.map(({ name }) => name).join("/")}>
      <Tabs.List className="preview-tabs" aria-label={isFolder ? "Files of the first article" : "The file"}>
        {files.map(({ name }) => (
          <Tabs.Trigger key={name} value={name} className="preview-tab">
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {files.map(({ name, start, isWhole }) => (
        <Tabs.Content key={name} value={name} asChild>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its text is scrolled by keys */}
          <pre className="preview-text" tabIndex={0}>
            {start}
            {isWhole ? "" : "\n…"}
          </pre>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
