import { ask } from "./requests.ts";
import { type Chooser, store } from "./store.ts";

/** Asks for files or a folder: the system's dialog, or the window's own chooser. */
export async function pick(purpose: Chooser["purpose"], suggestedName = ""): Promise<string[]> {
  if (store.getState().dialogs === "native")
    return (await ask("files.pick", { purpose, suggestedName }))?.handles ?? [];
  return new Promise((resolve) => {
    store.setState({
      chooser: {
        purpose,
        suggestedName,
        resolve: (handles) => {
          store.setState({ chooser: null });
          resolve(handles);
        },
      },
    });
  });
}
