/** The vendored Plotly, fetched as soon as the player is: one script for all players of the page. */

/** @type {Promise<object>} window.Plotly */
export const plotly = new Promise((resolve, reject) => {
  if (window.Plotly?.newPlot) return resolve(window.Plotly);
  const script = document.createElement("script");
  script.src = new URL("vendor/plotly-cartesian.min.js", import.meta.url).href;
  script.onload = () => resolve(window.Plotly);
  script.onerror = () => reject(new Error("Plotly could not be loaded, so surfaces have no picture"));
  document.head.append(script);
});
