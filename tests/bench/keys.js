// Milliseconds from the next key that `handle` hears to the frame in which `box` shows something new.
([handle, box]) => {
    const picture = () => box.querySelector("img");
    const words = () => box.querySelector(".widget-label:last-child")?.textContent;
    const [oldSource, oldWords] = [picture()?.src, words()];
    window.answer = new Promise((resolve, reject) => {
        let start;
        setTimeout(() => reject(new Error("no answer to a key")), 30000);
        handle.addEventListener("keydown", () => { start = performance.now(); }, {once: true, capture: true});
        const done = () => requestAnimationFrame(() => resolve(performance.now() - start));
        const watcher = new MutationObserver(() => {
            const image = picture();
            if (image) {
                if (image.src === oldSource) return;
                watcher.disconnect();
                if (image.complete && image.naturalWidth) done();
                else image.addEventListener("load", done, {once: true});
            } else if (oldSource === undefined && words() !== oldWords) {
                watcher.disconnect();
                done();
            }
        });
        watcher.observe(box, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["src"]});
    });
}
