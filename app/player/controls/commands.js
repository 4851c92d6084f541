/** All that buttons and keys can have the player do. */

/**
 * @param {import("../player.js").Player} player
 * @param {import("../clock.js").Clock} clock
 * @param {import("../page/viewing.js").Viewing} viewing
 */
export function commandsOf(player, clock, viewing) {
  const seek = (position) => {
    clock.pause();
    clock.seek(position);
  };
  return {
    toggle: () => (clock.playing ? player.pause() : player.play()),
    move: (by) => seek(Math.floor(clock.position) + by),
    restart: () => player.seek(0),
    end: () => seek(clock.limit),
    seek,
    setSpeed: (speed) => player.setSpeed(speed),
    setView: (view) => player.choose({ view }),
    setDimension: (dimension) => player.choose({ dimension }),
    setHeights: (heights) => player.choose({ heights }),
    setAxis: (axis) => player.choose({ axis }),
    nextView: () => player.choose(viewing.next("view")),
    nextDimension: () => player.choose(viewing.next("dimension")),
    help: () => player.help.toggle(),
    present: () => (player.screen.shown ? player.screen.leave() : player.screen.enter("presentation")),
  };
}
