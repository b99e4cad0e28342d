// What a reader could not see of a lab: names, numbers and menu lines that are cut off. Returns their texts.
lab => {
    const cut = [];
    const edge = lab.getBoundingClientRect().right + 1;
    for (const element of lab.querySelectorAll(".widget-label, input[type=number]")) {
        if (element.scrollWidth > element.clientWidth) cut.push(element.textContent || element.value);
    }
    for (const element of lab.querySelectorAll("input, select, button, .noUi-target, img")) {
        if (element.getBoundingClientRect().right > edge) cut.push(element.outerHTML.slice(0, 80));
    }
    const pen = document.createElement("canvas").getContext("2d");
    const ARROW = 24;
    for (const menu of lab.querySelectorAll("select")) {
        const style = getComputedStyle(menu);
        pen.font = `${style.fontSize} ${style.fontFamily}`;
        for (const line of menu.options) {
            if (pen.measureText(line.text).width + parseFloat(style.paddingLeft) + ARROW > menu.clientWidth) cut.push(line.text);
        }
    }
    return cut;
}
