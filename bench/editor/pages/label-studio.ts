import "@heartexlabs/label-studio/build/static/css/main.css";
import script from "@heartexlabs/label-studio/build/static/js/main.js?url";
import type { Peer } from "./peer.ts";

/** What the bench uses of Label Studio's frontend, which has no types of its own. */
interface Store {
  annotationStore: {
    selected: {
      names: Map<string, { children: { _value?: string; value?: string; toggleSelected(): void }[] }>;
      regionStore: { regions: { deleteRegion(): void }[] };
      unselectAll(): void;
    };
  };
}

declare global {
  interface Window {
    LabelStudio: new (root: HTMLElement, options: object) => unknown;
    Htx?: Store;
  }
}

const config = `<View>
  <Labels name="label" toName="text"><Label value="name"/><Label value="passage"/><Label value="other"/></Labels>
  <Text name="text" value="$text"/>
</View>`;

/** Label Studio's frontend as its package has it, with the parts that annotators see: labels and the list of regions.
 *  1.4.0 is the last version on npm that runs by itself. Marking is what a mouse does there: a label is chosen, words are
 *  selected, and the button is let go. */
export async function labelStudio(): Promise<Peer> {
  await new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: script, onload: resolve, onerror: reject });
    document.head.append(element);
  });
  const annotation = () => {
    const store = window.Htx;
    if (!store) throw new Error("Label Studio has not begun");
    return store.annotationStore.selected;
  };
  const labels = () => annotation().names.get("label");
  const textBox = () => document.querySelector<HTMLElement>(".lsf-htx-richtext");
  const choose = (name: string) =>
    labels()
      ?.children.find((one) => (one._value ?? one.value) === name)
      ?.toggleSelected();
  let last: Store["annotationStore"]["selected"]["regionStore"]["regions"][number] | undefined;
  return {
    async open(root, { text, marks }) {
      const result = marks.map(({ id, start, end, kind }) => ({
        id,
        from_name: "label",
        to_name: "text",
        type: "labels",
        value: { start, end, text: text.slice(start, end), labels: [kind] },
      }));
      const task = { id: 1, annotations: [{ id: 1, result }], predictions: [], data: { text } };
      const interfaces = ["panel", "controls", "side-column", "annotations:current"];
      await new Promise<void>((resolve) => {
        new window.LabelStudio(root, {
          config,
          interfaces,
          user: { pk: 1, firstName: "A", lastName: "B" },
          task,
          onLabelStudioLoad({
            annotationStore,
          }: {
            annotationStore: { selectAnnotation(id: string): void; annotations: { id: string }[] };
          }) {
            const [first] = annotationStore.annotations;
            if (first) annotationStore.selectAnnotation(first.id);
            resolve();
          },
        });
      });
      while (!document.querySelector(".htx-highlight")) await new Promise((resolve) => setTimeout(resolve));
    },
    add(mark) {
      const box = textBox();
      if (!box) throw new Error("Label Studio shows no text");
      choose(mark.kind);
      getSelection()?.setBaseAndExtent(...placeOf(box, mark.start), ...placeOf(box, mark.end));
      box.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
      last = annotation().regionStore.regions.at(-1);
      annotation().unselectAll();
    },
    remove: () => last?.deleteRegion(),
  };
}

/** Text node and offset of a place in the text, which has an element for each line break. */
function placeOf(box: HTMLElement, offset: number): [Node, number] {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node instanceof Text ? node.length : Number(node.nodeName === "BR");
    if (node instanceof Text && before + length >= offset) return [node, offset - before];
    before += length;
  }
  throw new Error(`the text ends before ${offset}`);
}
