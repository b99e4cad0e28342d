// The plugin: every notebook that is opened is looked after.

import { describe } from "./alternative_text.js";
import { stayClean } from "./clean.js";
import { selectDots, selectWaitingDots } from "./dots.js";
import { tell } from "./not_live.js";

export const plugin = INotebookTracker => ({
  id: "unstable-gradients:outputs",
  description: "Stored pictures in place of missing widgets, alternative texts, no false dirty marks, dots that can be picked.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (app, tracker) => {
    const style = { rel: "stylesheet", href: new URL("style.css", import.meta.url) };
    document.head.append(Object.assign(document.createElement("link"), style));
    const lookAfter = panel => {
      stayClean(panel.context.model);
      panel.node.addEventListener("dblclick", () => selectDots(panel.content));
      panel.node.addEventListener("keydown", event => {
        const goesIn = event.key === "Enter" && panel.content.mode === "command" && !event.shiftKey && !event.ctrlKey && !event.altKey;
        if (goesIn) setTimeout(() => panel.content.mode === "edit" && selectWaitingDots(panel.content), 50);
      }, { capture: true });
      onEveryChange(panel, () => {
        for (const output of outputs(panel.content)) {
          describe(output);
          tell(output);
        }
      });
    };
    tracker.forEach(lookAfter);
    tracker.widgetAdded.connect((_, panel) => lookAfter(panel));
  },
});

// Every output on the page, {view, model, rendermime}: what is shown, what is stored, and what can show it.
function* outputs(notebook) {
  for (const { outputArea } of notebook.widgets) {
    for (const [i, child] of (outputArea?.widgets ?? []).entries()) {
      const view = child.widgets?.at(-1); // beside its prompt
      if (view && i < outputArea.model.length) {
        yield { view, model: outputArea.model.get(i), rendermime: notebook.rendermime };
      }
    }
  }
}

// Call look() soon after anything has changed in a panel, once for all that changes in one frame.
function onEveryChange(panel, look) {
  let asked = false;
  const observer = new MutationObserver(() => {
    if (!asked) {
      asked = true;
      setTimeout(() => {
        asked = false;
        if (!panel.isDisposed) look();
      }, 50);
    }
  });
  observer.observe(panel.node, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  panel.disposed.connect(() => observer.disconnect());
}
