// What Streamlit hands to the browser: imports a module of ours once and forwards every call to it.
// A module that draws several components exports each under its name.
const latest = new WeakMap(); // parentElement -> the call that came last
let module;

const load = () =>
  (module ??= import(new URL("__MODULE__", document.baseURI).href).catch((error) => {
    module = undefined;
    throw error;
  }));

export default function (component) {
  const { parentElement } = component;
  const call = {};
  latest.set(parentElement, call);
  const current = () => latest.get(parentElement) === call;
  const drawn = () => load().then((all) => all["__NAME__"] ?? all);
  drawn().then(
    ({ mount }) => current() && mount(component),
    (error) => {
      const sentence = document.createElement("p");
      sentence.setAttribute("role", "alert");
      sentence.textContent = `The __NAME__ could not be loaded (${error.message}). Reload the page to try again.`;
      if (current()) parentElement.replaceChildren(sentence);
    },
  );
  // Streamlit also cleans up when it only moves the element, so look again a moment later.
  return () =>
    setTimeout(() => {
      const gone = !(parentElement.host ?? parentElement).isConnected;
      if (gone && current()) drawn().then(({ unmount }) => unmount(parentElement), () => {});
    }, 1000);
}
