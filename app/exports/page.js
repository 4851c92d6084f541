// Unpacks what lies in this page and starts the player with it. No module has a file here, so each
// becomes a URL of its own, and an import map tells by which name the others know it.
const unpacked = async (id) => {
  const text = document.getElementById(id).textContent;
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const placed = (files, ending, type) =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name.endsWith(ending))
      .map(([name, text]) => [name, URL.createObjectURL(new Blob([text], { type }))]),
  );

const start = async () => {
  const files = JSON.parse(new TextDecoder().decode(await unpacked("files")));
  const scripts = placed(files, ".js", "text/javascript");
  window.descentFiles = { ...scripts, ...placed(files, ".css", "text/css") };
  const known = Object.entries(scripts).map(([name, url]) => [`player/${name}`, url]);
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({ imports: Object.fromEntries(known) });
  document.head.append(map);
  const { show } = await import("player/page/offline.js");
  const race = document.getElementById("race");
  show(await unpacked("message"), race.dataset.link, race);
};

start().catch((error) => {
  const sentence = "This browser cannot show the race: it needs Chrome 89, Firefox 113, Safari 16.4 or later";
  document.getElementById("race").textContent = `${sentence} (${error.message}).`;
});
