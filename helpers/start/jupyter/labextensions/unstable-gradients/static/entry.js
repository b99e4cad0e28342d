// What JupyterLab loads first. It is a container of webpack's module federation, written by hand, so that nothing has
// to be built: init receives the modules that JupyterLab shares, get returns what makes the plugin.
{
  let shared;

  // A module of JupyterLab's own, by name.
  const lend = async name => {
    const [offer] = Object.values(shared[name]);
    return (await offer.get())();
  };

  (window._JUPYTERLAB ??= {})["unstable-gradients"] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const { INotebookTracker } = await lend("@jupyterlab/notebook");
      const { plugin } = await import("./plugin.js");
      return () => plugin(INotebookTracker);
    },
  };
}
