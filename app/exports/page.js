// Unpacks what lies in this page and starts the player with it. No file has an address here, so
// each is given one of its own, by which the player then knows it.
const unpacked = async (id) => {
  const text = document.getElementById(id).textContent;
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const address = ([name, text]) => {
  const type = name.endsWith(".js") ? "text/javascript" : "text/css";
  return [name, URL.createObjectURL(new Blob([text], { type }))];
};

const start = async () => {
  const files = JSON.parse(new TextDecoder().decode(await unpacked("files")));
  window.descentFiles = Object.fromEntries(Object.entries(files).map(address));
  const { offline } = await import(window.descentFiles["bundle.js"]);
  const race = document.getElementById("race");
  offline.show(await unpacked("message"), race.dataset.link, race);
};

start().catch((error) => {
  const sentence = "This browser cannot show the race: it needs Chrome 89, Firefox 113, Safari 16.4 or later";
  document.getElementById("race").textContent = `${sentence} (${error.message}).`;
});
