// The dots that wait for an answer: a double click on them selects them, and not the bracket behind them as well; whoever
// enters their cell with Enter finds them selected.

const DOTS = "...";
const WAITING = /^exercise\("[^"]*", \.\.\.\)/;

export function selectDots(notebook) {
  const editor = notebook.activeCell?.editor;
  if (!editor) return;
  const { start, end } = editor.getSelection();
  const selected = start.line === end.line ? editor.getLine(start.line).slice(start.column, end.column) : "";
  const at = selected.indexOf(DOTS);
  if (at < 0 || /[\w\s]/.test(selected)) return; // more than such a click selects
  const column = start.column + at;
  editor.setSelection({ start: { line: start.line, column }, end: { line: start.line, column: column + DOTS.length } });
}

export function selectWaitingDots(notebook) {
  const editor = notebook.activeCell?.editor;
  for (let line = 0; editor && line < editor.lineCount; line++) {
    if (WAITING.test(editor.getLine(line))) {
      const column = editor.getLine(line).indexOf(DOTS);
      editor.setSelection({ start: { line, column }, end: { line, column: column + DOTS.length } });
    }
  }
}
