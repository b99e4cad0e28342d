// A double click on the dots that wait for an answer selects them, and not the bracket behind them as well.

const DOTS = "...";

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
