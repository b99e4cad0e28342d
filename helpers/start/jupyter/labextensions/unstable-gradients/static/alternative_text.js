// The sentence that belongs to a picture becomes its alternative text.

const PICTURE = "image/png";

export function describe({ view, model }) {
  set(view.node.querySelector(":scope > img, .ug-stored img"), model.metadata[PICTURE]?.alt);
  for (const lab of view.node.querySelectorAll(".ug-lab")) {
    set(lab.querySelector(".ug-picture"), lab.querySelector("[role=status]")?.textContent);
  }
}

function set(picture, sentence) {
  if (picture && sentence && picture.alt !== sentence) {
    picture.alt = sentence;
  }
}
