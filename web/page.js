"use strict";
// What moves on a page without Python. A page may not ask anybody anything, and keeps nothing.

const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"; // one clear pixel
const toldIn = element => JSON.parse(element.querySelector("script[type='application/json']").textContent);

// A lab: the places of its controls name one of its stored states, as the digits of a number do.
const moving = [...document.querySelectorAll(".lab")].filter(lab => lab.querySelector("script"));
for (const lab of moving) {
    const {axes, words, wide, narrow} = toldIn(lab);
    const controls = [...lab.querySelectorAll("[data-axis]")];
    const base = lab.querySelector(".base"), over = lab.querySelector(".over");
    const asImage = data => data === null ? NOTHING : `data:image/webp;base64,${data}`;

    const show = () => {
        const state = controls.reduce((sum, control, i) => sum * axes[i].called.length + Number(control.value), 0);
        const [large, small] = [wide, narrow].map(drawn => drawn.over[drawn.which[state]]);
        over.hidden = large === null && small === null;
        over.querySelector("source").srcset = asImage(small);
        over.querySelector("img").src = asImage(large);
        const at = controls.map((control, i) => `${axes[i].label} ${axes[i].called[control.value]}`).join(", ");
        base.alt = `Picture at ${at}; the sentence below says what it shows.`;
        lab.querySelector(".words").textContent = words[state];
    };
    controls.forEach(control => control.addEventListener("input", show));
    show(); // a browser that comes back to a page has kept where its controls stood
}

// The value that a slider stands at, in words.
for (const slider of document.querySelectorAll("input[type=range]")) {
    const told = toldIn(slider.closest(".lab, .question"));
    const called = (told.axes ? told.axes[slider.dataset.axis] : told).called;
    const say = () => {
        slider.setAttribute("aria-valuetext", called[slider.value]);
        slider.parentElement.querySelector("output").value = called[slider.value];
    };
    slider.addEventListener("input", say);
    say();
}

// A question: choose, commit, see what is so; the same button asks again, and keeps the focus.
for (const question of document.querySelectorAll(".question")) {
    const told = toldIn(question);
    const [reveal, drawn, note, button] = [".reveal", ".drawn", ".note", "button"].map(each => question.querySelector(each));
    const [asked, hint] = [button.textContent, note.textContent];

    const guess = () => {
        const chosen = question.querySelector("input:checked, input[type=range], input[type=text]");
        return chosen === null || chosen.value.trim() === "" ? null : chosen.value;
    };
    const answer = said => told.how === "number" ? judged(told, said) : told.reveals[said];
    const open = () => {
        question.classList.remove("answered");
        question.reset();
        reveal.textContent = "";
        if (drawn) drawn.textContent = "";
        [button.textContent, note.textContent] = [asked, hint];
        question.querySelectorAll("input[type=range]").forEach(slider => slider.dispatchEvent(new Event("input")));
    };
    question.addEventListener("submit", event => {
        event.preventDefault();
        if (question.classList.contains("answered")) return open();
        const said = guess();
        if (said === null) {
            note.textContent = "Choose an answer first.";
            return;
        }
        const found = answer(said);
        if (found.html) reveal.innerHTML = found.html; // all of it is the course's own
        else reveal.textContent = found.words;
        if (!drawn) return;
        drawn.innerHTML = found.drawn;
        question.classList.add("answered");
        [button.textContent, note.textContent] = [question.dataset.again, ""];
    });
}

// What follows a prediction, up to the next heading or question, may hold its answer: it waits for a guess, or for who wants none.
for (const question of document.querySelectorAll("[data-again]")) {
    const waiting = [];
    let next = question.closest(".cell").nextElementSibling;
    for (; next && !next.querySelector("h2") && !waiting.at(-1)?.querySelector("[data-again]"); next = next.nextElementSibling) {
        waiting.push(next);
        next.classList.add("waits");
    }
    const skip = document.createElement("button");
    skip.type = "button";
    skip.textContent = "Read on without a guess";
    const go = () => {
        waiting.forEach(section => section.classList.remove("waits"));
        skip.remove();
        reach();
    };
    skip.addEventListener("click", () => {
        go();
        waiting[0].tabIndex = -1; // else the focus would be lost with the button
        waiting[0].focus();
    });
    question.addEventListener("submit", () => question.classList.contains("answered") && go());
    if (waiting.length) question.querySelector(".commit").append(" ", skip);
}

// As the course judges a number: near enough, a mistake known by name, or too large or too small.
function judged(told, said) {
    const number = Number(said.replaceAll("−", "-").replaceAll(/[\s%]/g, "").replace(/,(?=\d{3}\b)/g, ""));
    if (!Number.isFinite(number)) return {words: "Write one number, with a point before its decimals: 0.25, 1200 or 3e-5."};
    if (Math.abs(number - told.right) <= told.near) return {html: told.praise};
    const mistake = told.mistakes.find(({gives}) => Math.abs(number - gives) <= Math.max(told.near, 1e-9 * Math.abs(gives)));
    return mistake ?? {words: `Not right yet. ${said} is too ${number > told.right ? "large" : "small"}.`};
}

// What can be scrolled sideways can be reached with the keyboard.
function reach() {
    for (const box of document.querySelectorAll(".wide, pre")) {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
    }
}
addEventListener("load", reach);
addEventListener("resize", reach);
