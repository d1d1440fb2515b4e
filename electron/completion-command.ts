import { Argument, type Command, type Option } from "commander";
import { formats } from "../shared/exchange/registry.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/** Adds `completion`, which prints a script that lets a shell complete commands and options. It is made of the commands
 *  that there are, so none is forgotten. */
export function addCompletionCommand(program: Command): void {
  program
    .command("completion")
    .description("print a script with which a shell completes commands, options and files")
    .addArgument(new Argument("<shell>").choices(shells))
    .addHelpText(
      "after",
      `
Examples:
  onrecord completion bash >> ~/.bashrc
  onrecord completion zsh > "\${fpath[1]}/_onrecord"
  onrecord completion fish > ~/.config/fish/completions/onrecord.fish`,
    )
    .action((shell: Shell) => void process.stdout.write(scripts[shell](commandsOf(program))));
}

interface Completed {
  name: string;
  about: string;
  options: { flags: string[]; about: string; values: readonly string[]; takesValue: boolean }[];
  /** Words that the first argument can be; files where there are none. */
  words: readonly string[];
}

const commandsOf = (program: Command): Completed[] =>
  program.commands.map((command) => ({
    name: command.name(),
    about: firstOf(command.description()),
    options: command.options.filter(({ hidden }) => !hidden).map(optionOf),
    words: command.registeredArguments[0]?.argChoices ?? [],
  }));

const optionOf = (option: Option) => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined),
  about: firstOf(option.description),
  values: ["--from", "--to"].includes(option.long ?? "") ? ids : (option.argChoices ?? []),
  takesValue: option.required || option.optional,
});

const ids = formats.map(({ id }) => id);
const zshValue = (values: readonly string[], takesValue: boolean) =>
  values.length > 0 ? `:value:(${values.join(" ")})` : takesValue ? ":value:_files" : "";
const firstOf = (text: string) => (text.split(/[;:(]/)[0] ?? "").trim();
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const scripts: Record<Shell, (commands: readonly Completed[]) => string> = {
  bash: (commands) => {
    const cases = commands.map(
      ({ name, options, words }) =>
        `    ${name}) words="${[...options.flatMap(({ flags }) => flags), ...words].join(" ")}" ;;`,
    );
    return [
      "_onrecord() {",
      `  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""`,
      "  COMPREPLY=()",
      '  if [ "$COMP_CWORD" -eq 1 ]; then',
      `    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))`,
      "    return",
      "  fi",
      `  case "$previous" in ${["--from", "--to"].join("|")}) COMPREPLY=($(compgen -W "${ids.join(" ")}" -- "$current")); return ;; esac`,
      '  case "$command" in',
      ...cases,
      "  esac",
      '  COMPREPLY=($(compgen -W "$words --help" -- "$current"))',
      '  case "$current" in -*) ;; *) COMPREPLY+=($(compgen -f -- "$current")) ;; esac',
      "}",
      "complete -o filenames -F _onrecord onrecord",
      "",
    ].join("\n");
  },
  zsh: (commands) => {
    const described = commands.map(({ name, about }) => `    ${quoted(`${name}:${about.replaceAll(":", " ")}`)}`);
    const cases = commands.map(({ name, options, words }) => {
      const specs = options.flatMap(({ flags, about, values, takesValue }) =>
        flags.map((flag) => quoted(`${flag}[${about.replace(/[[\]]/g, "")}]${zshValue(values, takesValue)}`)),
      );
      const rest = words.length > 0 ? quoted(`*:word:(${words.join(" ")})`) : quoted("*:file:_files");
      return `    ${name}) _arguments ${[...specs, rest].join(" ")} ;;`;
    });
    return [
      "#compdef onrecord",
      "_onrecord() {",
      "  local -a commands=(",
      ...described,
      "  )",
      "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
      `  local name="\${words[2]}"`,
      "  shift words; (( CURRENT-- ))",
      '  case "$name" in',
      ...cases,
      "  esac",
      "}",
      "compdef _onrecord onrecord",
      "",
    ].join("\n");
  },
  fish: (commands) =>
    [
      ...commands.map(
        ({ name, about }) => `complete -c onrecord -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
      ),
      ...commands.flatMap(({ name, options, words }) => {
        const where = `complete -c onrecord -n '__fish_seen_subcommand_from ${name}'`;
        return [
          ...options.map(({ flags, about, values, takesValue }) => {
            const named = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
            return `${where} ${named.join(" ")}${takesValue ? " -r" : ""}${values.length > 0 ? ` -f -a ${quoted(values.join(" "))}` : ""} -d ${quoted(about)}`;
          }),
          ...(words.length > 0 ? [`${where} -f -a ${quoted(words.join(" "))}`] : []),
        ];
      }),
      "",
    ].join("\n"),
};
