// Which messages of widgets has the kernel not finished answering? `unanswered` is the set of their ids.
// JupyterLab's socket speaks v1.kernel.websocket.jupyter.org: a count, so many offsets, then the parts they point to:
// the channel, header, parent header, metadata and content, as UTF-8 text.
(() => {
    const Socket = window.WebSocket, text = new TextDecoder();
    window.unanswered = new Set();

    function partsOf(data) {
        if (!(data instanceof ArrayBuffer)) return () => "";
        const view = new DataView(data);
        const offset = number => Number(view.getBigUint64(8 * (number + 1), true));
        return number => text.decode(new Uint8Array(data, offset(number), offset(number + 1) - offset(number)));
    }

    const [CHANNEL, HEADER, PARENT, , CONTENT] = [0, 1, 2, 3, 4];
    window.WebSocket = class extends Socket {
        constructor(...address) {
            super(...address);
            this.addEventListener("message", ({ data }) => {
                const part = partsOf(data);
                if (part(CHANNEL) !== "iopub" || JSON.parse(part(HEADER)).msg_type !== "status") return;
                const isDone = JSON.parse(part(CONTENT)).execution_state === "idle";
                if (isDone) window.unanswered.delete(JSON.parse(part(PARENT)).msg_id);
            });
        }

        send(data) {
            const part = partsOf(data.buffer ?? data);
            if (part(CHANNEL) === "shell") {
                const { msg_type: type, msg_id: id } = JSON.parse(part(HEADER));
                if (type === "comm_msg") window.unanswered.add(id);
            }
            super.send(data);
        }
    };
})();
