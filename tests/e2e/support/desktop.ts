import type { ElectronApplication } from "playwright/test";
import { expect } from "playwright/test";

/** What the person at the machine does and sees outside the window's page. Kept in the main process. */
interface Person {
  /** Paths to choose, or the number of the button to press, in the order of the dialogs to come. */
  answers: (string[] | number)[];
  asked: { kind: string; options: Record<string, unknown> }[];
  opened: string[];
  shown: string[];
}

export interface MenuLine {
  /** Where it is in the menu: the labels down to it. */
  path: string[];
  id: string | null;
  role: string | null;
  accelerator: string | null;
  /** Whether the menu takes the key away from the window. */
  takesKey: boolean;
  enabled: boolean;
}

/** The desktop around the program: its menu, the system's dialogs and browser, and the ends that a system can ask for. */
export class Desktop {
  readonly app: ElectronApplication;

  private constructor(app: ElectronApplication) {
    this.app = app;
  }

  /** Sits down at a program that was started: from now on its dialogs are answered. */
  static async of(app: ElectronApplication): Promise<Desktop> {
    await app.evaluate(({ dialog, shell }) => {
      const person: Person = { answers: [], asked: [], opened: [], shown: [] };
      Reflect.set(globalThis, "person", person);
      const answer = (kind: string, options: object) => {
        person.asked.push({ kind, options: { ...options } });
        return person.answers.shift();
      };
      const paths = (given: unknown) => (Array.isArray(given) ? given.map(String) : []);
      const fakes = {
        showOpenDialog: async (_window: unknown, options: object) => {
          const filePaths = paths(answer("open", options));
          return { canceled: filePaths.length === 0, filePaths };
        },
        showSaveDialog: async (_window: unknown, options: object) => {
          const [filePath = ""] = paths(answer("save", options));
          return { canceled: filePath === "", filePath };
        },
        showMessageBox: async (_window: unknown, options: { cancelId?: number }) => {
          const pressed = answer("message", options);
          return { response: typeof pressed === "number" ? pressed : (options.cancelId ?? 0), checkboxChecked: false };
        },
      };
      Object.assign(dialog, fakes);
      Object.assign(shell, {
        openExternal: async (url: string) => void person.opened.push(url),
        showItemInFolder: (path: string) => void person.shown.push(path),
      });
    });
    return new Desktop(app);
  }

  /** Waits for the window to be shown: one that never is would be of no use. */
  async shown(): Promise<void> {
    const isShown = () =>
      this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((one) => one.isVisible()));
    await expect.poll(isShown, { timeout: 30_000 }).toBe(true);
  }

  /** Answers the next dialog: the paths to choose (none cancels), or the number of the button to press. */
  async answer(answer: string[] | number): Promise<void> {
    await this.app.evaluate((_electron, given) => {
      const person: Person = Reflect.get(globalThis, "person");
      person.answers.push(given);
    }, answer);
  }

  private person(): Promise<Person> {
    return this.app.evaluate(() => {
      const person: Person = Reflect.get(globalThis, "person");
      return person;
    });
  }

  /** The dialogs that the system showed. */
  asked = async (): Promise<Person["asked"]> => (await this.person()).asked;
  /** The addresses that went to the system's browser. */
  openedOutside = async (): Promise<string[]> => (await this.person()).opened;
  /** The files that were shown in the system's window for files. */
  shownFiles = async (): Promise<string[]> => (await this.person()).shown;

  menu(): Promise<MenuLine[]> {
    return this.app.evaluate(({ Menu }) => {
      const lines = (menu: Electron.Menu | null | undefined, above: string[]): MenuLine[] =>
        (menu?.items ?? []).flatMap((item) => {
          const path = [...above, item.label];
          if (item.submenu) return lines(item.submenu, path);
          if (item.type === "separator") return [];
          const { id, role, accelerator, registerAccelerator, enabled } = item;
          const key = accelerator ? String(accelerator) : null;
          const line = { path, id: id ?? null, role: role ?? null, accelerator: key, enabled };
          return [{ ...line, takesKey: key !== null && registerAccelerator }];
        });
      return lines(Menu.getApplicationMenu(), []);
    });
  }

  /** Clicks an entry of the menu, once it can be clicked. */
  async clickMenu(...path: string[]): Promise<void> {
    await expect
      .poll(async () => (await this.menu()).find((line) => line.path.join() === path.join())?.enabled)
      .toBe(true);
    await this.app.evaluate(({ Menu, BrowserWindow }, wanted) => {
      let items = Menu.getApplicationMenu()?.items ?? [];
      for (const label of wanted.slice(0, -1)) items = items.find((one) => one.label === label)?.submenu?.items ?? [];
      const [window] = BrowserWindow.getAllWindows();
      items.find((one) => one.label === wanted.at(-1))?.click(undefined, window, window?.webContents);
    }, path);
  }

  /** Ends the program as its menu, the dock or the system's log-out do. */
  async quit(): Promise<void> {
    await this.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  }

  /** Presses the close button of the window's frame. */
  async closeWindow(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
  }

  /** Whether the program has ended, with which code. */
  async ended(): Promise<number | null> {
    const child = this.app.process();
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once("exit", resolve));
    return child.exitCode;
  }
}
