// Charts of the last hour. The library draws on a canvas; next to each stands a sentence that says the same.

import uPlot from '/lib/uplot.js';

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A chart that takes the width of its place and the colours of the theme. `series` has `label`, `color` (a CSS variable) and `bars`. */
export function chart(place, series, format, signal) {
  let plot;
  let data = [[], ...series.map(() => [])];

  function draw() {
    plot?.destroy();
    const grid = { stroke: color('--line'), width: 1 };
    const axis = { stroke: color('--quiet'), grid, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    plot = new uPlot(
      {
        width: Math.max(200, place.clientWidth),
        height: 170,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 8, 0, 0],
        scales: { y: { range: (self, low, high) => [0, Math.max(high * 1.1, 1)] } },
        axes: [
          { ...axis, space: 70, values: '{HH}:{mm}' },
          { ...axis, size: 56, space: 32, values: (self, ticks) => ticks.map(format) },
        ],
        series: [
          {},
          ...series.map((one) => ({
            label: one.label,
            stroke: color(one.color),
            fill: one.bars ? color(one.color) : undefined,
            paths: one.bars ? uPlot.paths.bars({ size: [0.7, 24] }) : undefined,
            width: one.bars ? 0 : 2,
            points: { show: !one.bars, size: 5, fill: color(one.color) },
          })),
        ],
      },
      data,
      place,
    );
  }

  const observer = new ResizeObserver(() => plot?.setSize({ width: Math.max(200, place.clientWidth), height: 170 }));
  observer.observe(place);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', draw, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    plot?.destroy();
  });
  draw();
  return (fresh) => {
    data = fresh;
    plot.setData(data);
  };
}
