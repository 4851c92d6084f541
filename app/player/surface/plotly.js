/** The vendored Plotly, fetched as soon as the player is: one script for all players of the page. */

import { fileUrl } from "../files.js";

/** @type {Promise<object>} window.Plotly */
export const plotly = new Promise((resolve, reject) => {
  if (window.Plotly?.newPlot) return resolve(window.Plotly);
  const script = document.createElement("script");
  script.src = fileUrl("vendor/plotly-cartesian.min.js");
  script.onload = () => resolve(window.Plotly);
  script.onerror = () => reject(new Error("Plotly could not be loaded, so surfaces have no picture"));
  document.head.append(script);
});
