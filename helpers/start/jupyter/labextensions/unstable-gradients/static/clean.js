// JupyterLab notes in each notebook which Python its kernel has, and marks it as unsaved where that is news. To who
// has only opened the notebook it is none.

export function stayClean(model) {
  model.metadataChanged.connect((_, change) => {
    const wasClean = !model.dirty;
    if (change.key === "language_info" && wasClean) {
      // JupyterLab sets the mark right after this signal.
      queueMicrotask(() => {
        model.dirty = false;
      });
    }
  });
}
