// What a reader could not see of a lab: names, numbers, buttons and menu lines that are cut off. Returns their texts.
// What is folded away is not looked at.
lab => {
    const cut = [], SLACK = 1.02; // letters that are this much wider than the browser's must fit, too
    const all = selector => [...lab.querySelectorAll(selector)].filter(element => element.offsetParent);
    const texts = all(".widget-label, button, input[type=number], select");
    const spacing = texts.map(element => element.style.letterSpacing);
    for (const element of texts) element.style.letterSpacing = `${SLACK - 1}ch`; // the menus' own widths follow, too
    const overflows = element => element.scrollWidth > element.clientWidth;
    const edge = lab.getBoundingClientRect().right + 1;
    for (const element of all(".widget-label, button")) {
        if (overflows(element)) cut.push(element.textContent || element.title);
    }
    // A field must hold the numbers at its two ends, with all their decimals, and not only the one it stands on.
    for (const field of all("input[type=number]")) {
        const shown = field.value, [low, high, step] = [field.min, field.max, field.step || "1"].map(Number);
        const decimals = step < 1 ? Math.round(-Math.log10(step) + 0.4) : 0;
        const numbers = [shown, field.min, field.max, ...[low + step, high - step].map(end => end.toFixed(decimals))];
        if (low === step && step < 1) numbers.push((1.23 * low).toFixed(decimals + 2)); // a field of powers of ten
        for (const number of numbers) {
            field.value = number; // seen by nobody: no event tells the kernel
            if (overflows(field)) cut.push(`${number} in ${field.labels[0]?.textContent}`);
        }
        field.value = shown;
    }
    for (const element of all("input, select, button, .noUi-target, .ug-sheet")) {
        if (element.getBoundingClientRect().right > edge) cut.push(element.outerHTML.slice(0, 80));
    }
    const pen = document.createElement("canvas").getContext("2d");
    const ARROW = 24;
    for (const menu of all("select")) {
        const style = getComputedStyle(menu);
        pen.font = `${style.fontSize} ${style.fontFamily}`;
        for (const line of menu.options) {
            const missing = SLACK * pen.measureText(line.text).width + parseFloat(style.paddingLeft) + ARROW - menu.clientWidth;
            if (missing > 0) cut.push(`${line.text} (${missing.toFixed(0)} pixels)`);
        }
    }
    texts.forEach((element, i) => (element.style.letterSpacing = spacing[i]));
    return cut;
}
