// A widget without its kernel: what was stored is shown in its place, or it is kept but cannot be moved; and a line
// says how to make it live again.

const VIEW = "application/vnd.jupyter.widget-view+json";
const PICTURE = "image/png";
const TEXT = "text/plain";
const LAB_AGAIN = "To make it live, run its cell (▶ or Shift+Enter).";
const AGAIN = "To make it live, choose Run → Run All Above Selected Cell, then run this cell (▶ or Shift+Enter).";

export function tell({ view, model, rendermime }) {
  if (!(VIEW in model.data)) return;
  if (isMissing(view.node)) {
    showStored(view, model, rendermime);
  } else {
    const widget = view.node.querySelector(":scope > .jupyter-widgets");
    if (widget) keepOrFreeze(view.node, widget);
  }
}

// Whether ipywidgets has written its error instead of a widget.
function isMissing(node) {
  return node.childElementCount === 0 && node.textContent.startsWith("Error displaying widget");
}

function showStored(view, model, rendermime) {
  const type = PICTURE in model.data ? PICTURE : TEXT;
  const stored = rendermime.createRenderer(type);
  stored.addClass("ug-stored");
  view.node.textContent = "";
  view.removeClass("jupyter-widgets");
  view.addWidget(stored);
  view.node.prepend(line(`Not live: this is how it was stored. ${type === PICTURE ? LAB_AGAIN : AGAIN}`));
  stored.renderModel(model);
}

// A widget whose kernel has restarted or ended still stands there, but nobody answers it.
function keepOrFreeze(node, widget) {
  const lost = widget.classList.contains("jupyter-widgets-disconnected");
  if (lost === widget.inert) return;
  widget.inert = lost;
  widget.classList.toggle("ug-lost", lost);
  if (lost) {
    node.prepend(line(`Not live: its kernel was restarted or has ended. ${widget.matches(".ug-lab") ? LAB_AGAIN : AGAIN}`));
  } else {
    node.querySelector(":scope > .ug-not-live").remove();
  }
}

function line(text) {
  const note = document.createElement("div");
  note.className = "ug-not-live";
  note.setAttribute("role", "note");
  note.textContent = text;
  return note;
}
