"""A real kernel; and a kernel's event loop without a kernel, where everything waits until the test lets it run."""

from jupyter_client.manager import start_new_kernel


class FakeLoop:
    """Keeps (seconds from now, callback, arguments), and runs them in the order of their times when it is told to."""

    def __init__(self):
        self.waiting, self.now = [], 0.0

    def is_closed(self):
        return False

    def call_soon_threadsafe(self, callback, *args):
        """A call of `call_later` is made at once: it only asks."""
        if callback == self.call_later:
            callback(*args)
        else:
            self.call_later(0.0, callback, *args)

    def call_later(self, seconds, callback, *args):
        self.waiting.append((self.now + seconds, callback, args))

    def step(self):
        """Run the first that is due; returns whether there was any."""
        if not self.waiting:
            return False
        first = min(self.waiting, key=lambda entry: entry[0])
        self.waiting.remove(first)
        self.now, callback, args = first
        callback(*args)
        return True

    def run(self, most=10_000):
        """Run until nothing waits, but not more than so many."""
        for _ in range(most):
            if not self.step():
                return


def give_loop(lab):
    """Let the lab, its pointer and its players live on a FakeLoop; returns it."""
    lab._loop = loop = FakeLoop()
    if lab._pointer:
        lab._pointer._loop = loop
    for control in lab.controls.values():
        if control.player:
            control.player.loop = loop
    return loop


class Kernel:
    """A real kernel, which runs cells as JupyterLab asks it to: with the name of the cell; and hears widgets' messages."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="python3")
        self.subshell = None

    def run(self, code, cell=None):
        """Run the code; returns what its last line is, as text. AssertionError with the traceback where it raises."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
                   "stop_on_error": True}  # fmt: skip
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell} if cell else {})
        self.client.shell_channel.send(message)
        said = ""
        while True:
            answer = self.client.get_iopub_msg(timeout=120)
            if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if answer["msg_type"] == "error":
                raise AssertionError("\n".join(answer["content"]["traceback"]))
            if answer["msg_type"] == "execute_result":
                said = answer["content"]["data"]["text/plain"]
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
                return said

    @property
    def has_subshells(self):
        """Whether this kernel can hear widgets on a thread of their own: ipykernel can from version 7 on."""
        answer = self.client.kernel_info(reply=True, timeout=60)
        return "kernel subshells" in answer["content"].get("supported_features", ())

    def open_subshell(self):
        """From now on widgets are heard on a thread of their own, as JupyterLab 4.4 and newer ask for."""
        self.client.control_channel.send(self.client.session.msg("create_subshell_request"))
        self.subshell = self.client.get_control_msg(timeout=60)["content"]["subshell_id"]

    def tell(self, widget, **data):
        """Send a widget, by its model id, what the front end would send."""
        message = self.client.session.msg("comm_msg", {"comm_id": widget, "data": data})
        if self.subshell:
            message["header"]["subshell_id"] = self.subshell
        self.client.shell_channel.send(message)

    def stop(self):
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
