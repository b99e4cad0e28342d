// What a lab needs from the page and Python cannot say: whose keys these are, what the wheel does, names for the ear.
// JupyterLab runs this once for each lab that it shows; `element` stands inside of that lab.
(() => {
    const labOf = target => target?.closest?.(".ug-lab, .ug-question");

    // Names for those who listen: the picture's, and of each slider its field's name and number (the slider itself
    // counts the places where it can stand).
    function nameParts(lab) {
        const name = lab.querySelector(".ug-name")?.textContent;
        for (const picture of lab.querySelectorAll(".ug-picture")) {
            picture.alt ||= `${name}, the picture. The words below it say what it shows.`;
        }
        lab.querySelectorAll(".ug-control").forEach(nameSlider);
        lab.querySelectorAll("button[title^='Show or hide']").forEach(nameMore);
    }

    function nameMore(more) {
        if (more.hasAttribute("aria-expanded")) return;
        const say = () => more.setAttribute("aria-expanded", more.classList.contains("mod-active"));
        new MutationObserver(say).observe(more, { attributeFilter: ["class"] });
        say();
    }

    function nameSlider(control) {
        const [field, handle] = ["input[type=number]", ".noUi-handle"].map(part => control.querySelector(part));
        if (!field || !handle) return;
        const say = () => {
            if (handle.getAttribute("aria-valuetext") !== field.value) handle.setAttribute("aria-valuetext", field.value);
        };
        if (!handle.hasAttribute("aria-label")) {
            handle.setAttribute("aria-label", field.labels[0].textContent);
            const sayNowAndLater = () => [0, 100, 500].forEach(wait => setTimeout(say, wait)); // the field comes after it
            new MutationObserver(sayNowAndLater).observe(handle, { attributeFilter: ["aria-valuetext"] });
        }
        say();
    }

    // A lab whose picture has no room is told how much there is, and again whenever that changes: by a hidden field.
    const STEP = 10, REST = 200; // CSS pixels; milliseconds without a change
    function tellRoom(lab) {
        const [field, sheet] = [".ug-room input", ".ug-sheet"].map(part => lab.querySelector(part));
        if (!field || !sheet || lab.watched) return;
        lab.watched = true;
        let soon, told = !["", field.max].includes(field.value); // in another tab, perhaps, which had less room
        const tell = () => {
            const room = STEP * Math.floor(lab.clientWidth / STEP);
            if (!room || !(told || sheet.scrollWidth > sheet.clientWidth + 1) || field.value === String(room)) return;
            told = true;
            field.value = room;
            field.dispatchEvent(new Event("change", { bubbles: true }));
        };
        new ResizeObserver(() => {
            clearTimeout(soon);
            soon = setTimeout(tell, REST);
        }).observe(lab);
    }

    // In the lecture style: as large as lets a whole lab be seen at once. One number for a notebook, so that all its labs
    // look alike and nothing jumps.
    const WIDE = 934, HIGH = 545; // CSS pixels: the widest and the highest lab, as it is for a reader
    const DECK = 0.84; // of the window: what a lab has on a slide
    function fillScreen(lab) {
        const page = lab.closest(".jp-WindowedPanel-outer") ?? document.documentElement;
        if (!lab.matches(".ug-lecture") || lab.fills) return;
        lab.fills = true;
        page.classList.add("ug-in-lecture");
        const fill = () => {
            // As slides (jupyterlab-slideshow) cells float in the window, a cell's code above its lab.
            const [room, isDeck] = [lab.parentElement?.clientWidth, document.querySelector("[data-jp-deck-mode=presenting]")];
            const high = isDeck ? DECK * innerHeight : page.clientHeight;
            if (room) page.style.setProperty("--ug-zoom", Math.min(room / WIDE, high / HIGH).toFixed(3));
        };
        fill();
        new ResizeObserver(fill).observe(lab.parentElement);
        new ResizeObserver(fill).observe(page);
        new MutationObserver(fill).observe(document.body, { attributeFilter: ["data-jp-deck-mode"] });
    }

    // The parts of a new lab come in one after the other.
    function nameNewLab(triesLeft) {
        const lab = labOf(element);
        if (lab) {
            nameParts(lab);
            fillScreen(lab);
            tellRoom(lab);
        }
        if (!(lab?.watched || lab?.matches(".ug-question")) && triesLeft) setTimeout(nameNewLab, 100, triesLeft - 1);
    }
    nameNewLab(100);

    // The rest is done once for all labs of the page. It listens at the window, before JupyterLab does.
    if (window.unstableGradientsListens) return;
    window.unstableGradientsListens = true;
    const listen = (type, answer) => window.addEventListener(type, answer, { capture: true, passive: type === "wheel" });

    const onLoad = event => {
        if (!event.target.matches?.(".ug-lab .ug-picture")) return;
        nameParts(labOf(event.target));
        keepRoom(event.target.closest(".jp-Cell-outputWrapper"));
    };
    document.addEventListener("load", onLoad, { capture: true }); // of a picture; the window does not hear of it

    // A cell that is run again loses its lab for a moment: its room is kept meanwhile, so that the page does not jump.
    const PATIENCE = 3000; // milliseconds; after that there is an error, or another output
    const rooms = new WeakMap();
    function keepRoom(output) {
        if (!output) return;
        output.style.minHeight = "";
        const room = rooms.get(output) ?? {};
        room.height = output.getBoundingClientRect().height;
        if (rooms.has(output)) return;
        rooms.set(output, room);
        new MutationObserver(() => {
            if (output.querySelector(".ug-lab") || output.style.minHeight) return;
            output.style.minHeight = `${room.height}px`;
            setTimeout(() => (output.style.minHeight = ""), PATIENCE);
        }).observe(output, { childList: true, subtree: true });
    }

    // Keys. JupyterLab asks the element that a key is typed in for this attribute, before it takes the key for one of
    // its commands. What has nothing to do with cells (save, side bar, find, all commands) stays with it.
    const MARK = "data-lm-suppress-shortcuts", OF_THE_PAGE = /^[sbfc]$/i;
    let marked; // the last such element: a mark left behind would also hold for what stands inside of it
    listen("keydown", event => {
        const lab = labOf(event.target);
        if (!lab) return;
        const isOfThePage = (event.ctrlKey || event.metaKey) && OF_THE_PAGE.test(event.key);
        marked?.removeAttribute(MARK);
        marked = event.target;
        marked.toggleAttribute(MARK, !isOfThePage);
        if (event.key === "Enter" && event.shiftKey) goOn(event, lab);
        else if (event.key === "Escape") lab.querySelector("button:has(.fa-pause)")?.click(); // stops Play
        if (isField(event.target)) inField(event);
        else if (event.key === " " && event.target.matches(".noUi-handle")) event.preventDefault(); // would scroll away
    });

    // A field that is entered is chosen whole: what is typed then takes the place of the number that stood there, and so
    // does what is typed after Enter. The mouse, as it is let go, would only put a caret into it.
    const isField = target => target.type === "number" && labOf(target);
    let entered, whole, before; // the field just entered; the one to be replaced whole; the number that Escape brings back
    listen("focusin", event => {
        [entered, whole, before] = [isField(event.target) ? event.target : null, null, event.target.value];
        entered?.select();
    });
    listen("mouseup", event => {
        if (event.target === entered) entered.select();
        entered = null;
    });

    function inField(event) {
        const field = event.target;
        if (field === whole && /^[-\d.,]$/.test(event.key)) field.select();
        whole = null;
        if (event.key === "Enter") {
            whole = field;
            setTimeout(() => (before = field.value));
        } else if (event.key === "Escape") {
            field.value = before;
            field.select();
        } else if (event.key.startsWith("Page")) event.preventDefault(); // would scroll away
    }

    // Who comes into a lab by keys sees all of it, or its top: the browser would show the one control only.
    listen("focusin", event => {
        const lab = labOf(event.target);
        if (!lab || lab.contains(event.relatedTarget) || !event.target.matches(":focus-visible")) return;
        const room = (lab.closest(".jp-WindowedPanel-outer") ?? document.documentElement).clientHeight;
        setTimeout(() => lab.scrollIntoView({ block: lab.offsetHeight > room ? "start" : "nearest" }));
    });

    // A question that is asked again: the focus goes to its first control, as soon as that is there.
    listen("click", event => {
        const button = event.target.closest?.(".ug-question .ug-again");
        if (button) focusFirst(labOf(button), button, 50);
    });

    function focusFirst(question, button, triesLeft) {
        const parts = [...question.querySelectorAll("button, input, [tabindex='0']")];
        const first = parts.find(part => part.offsetParent && !part.disabled);
        if (document.activeElement !== button && document.activeElement !== document.body) return;
        if (first !== button) first?.focus({ preventScroll: true });
        else if (triesLeft) setTimeout(focusFirst, 40, question, button, triesLeft - 1);
    }

    // A click beside the controls means the lab, too; JupyterLab would put the focus on the cell.
    listen("click", event => {
        const lab = labOf(event.target);
        if (!lab || lab.contains(document.activeElement)) return;
        lab.tabIndex = -1; // not a stop of the Tab key
        lab.focus({ preventScroll: true });
    });

    // Shift+Enter goes on to the next cell, and leaves the lab as it is.
    function goOn(event, lab) {
        event.preventDefault();
        const next = lab.closest(".jp-Cell")?.nextElementSibling;
        if (!next?.matches(".jp-Cell")) return;
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: "nearest" });
    }

    // The wheel scrolls the page, also above a field that is being typed in: what cannot be written to does not turn.
    listen("wheel", event => {
        const field = event.target;
        if (field.type !== "number" || field.readOnly || !labOf(field)) return;
        field.readOnly = true;
        setTimeout(() => (field.readOnly = false));
    });
})();
