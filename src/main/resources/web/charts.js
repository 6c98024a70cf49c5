// Charts of the last hour. The library draws on a canvas; below each stands what its lines are, with their values at the minute
// that is pointed at, and the same as a table.

import uPlot from '/lib/uplot.js';
import { h, table } from './elements.js';
import { minute } from './words.js';

const HEIGHT = 170;
const FONT = '12px system-ui, sans-serif';
const GAP = 5; // between a label and the chart
const END = 22; // beside the chart: half of a time that stands at its end

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A chart that takes the width of its place and the colours of the theme. `series` has `label`, `color` (a CSS variable), and
 * `bars` or `dash`.
 */
export function chart(place, title, series, format, signal) {
  let plot;
  let data = [[], ...series.map(() => [])];
  const canvas = h('div', { class: 'chart', 'aria-hidden': 'true' });
  const legend = legendOf(series, format);
  const rows = h('div', {});
  const folded = h('details', { ontoggle: tell }, h('summary', {}, 'As a table'), rows);
  place.append(canvas, legend.element, folded);

  /** Minutes in which nothing happened say nothing. */
  function tell() {
    if (!folded.open) return;
    const some = data[0].map((time, at) => at).filter((at) => data.slice(1).some((values) => values[at]));
    rows.replaceChildren(
      some.length === 0
        ? h('p', { class: 'quiet' }, 'Nothing in the last hour.')
        : table(
            title,
            ['Minute', ...series.map((one) => one.label)],
            some.reverse().map((at) => [minute(data[0][at] * 1000), ...data.slice(1).map((values) => format(values[at]))]),
          ),
    );
  }

  function draw() {
    plot?.destroy();
    plot = new uPlot(options(canvas, series, format, (at) => legend.show(data, at)), data, canvas);
  }

  const observer = new ResizeObserver(() => plot?.setSize({ width: Math.max(200, canvas.clientWidth), height: HEIGHT }));
  observer.observe(canvas);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', draw, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    plot?.destroy();
  });
  draw();
  return (fresh) => {
    const same = JSON.stringify(fresh) === JSON.stringify(data);
    data = fresh;
    plot.setData(data);
    if (!same) tell(); // whoever reads it is not disturbed for nothing
  };
}

/** Room for the labels of an axis; the canvas is measured in the pixels of the page. */
function widest(self, labels) {
  self.ctx.save();
  self.ctx.font = FONT;
  const width = Math.max(0, ...(labels ?? []).map((label) => self.ctx.measureText(label).width));
  self.ctx.restore();
  return Math.max(48, Math.ceil(width) + 2 * GAP);
}

function options(canvas, series, format, pointed) {
  const grid = { stroke: color('--line'), width: 1 };
  const axis = { stroke: color('--quiet'), grid, ticks: { show: false }, gap: GAP, font: FONT };
  return {
    width: Math.max(200, canvas.clientWidth),
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    hooks: { setCursor: [(self) => pointed(self.cursor.idx)] },
    padding: [8, END, 0, 0],
    scales: { y: { range: (self, low, high) => [0, Math.max(high * 1.1, 1)] } },
    axes: [
      { ...axis, space: 70, values: '{HH}:{mm}' },
      { ...axis, size: widest, space: 32, values: (self, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      ...series.map((one) => ({
        label: one.label,
        stroke: color(one.color),
        fill: one.bars ? color(one.color) : undefined,
        paths: one.bars ? uPlot.paths.bars({ size: [0.7, 24] }) : undefined,
        width: one.bars ? 0 : 2,
        dash: one.dash,
        points: { show: !one.bars, size: 5, fill: color(one.color) },
      })),
    ],
  };
}

/** The names of the lines, drawn as they are; the values are for whoever points, so nobody has them read out. */
function legendOf(series, format) {
  const values = series.map(() => h('b', { 'aria-hidden': 'true' }));
  const at = h('span', { class: 'quiet', 'aria-hidden': 'true' });
  const element = h(
    'p',
    { class: 'legend' },
    series.map((one, number) =>
      h('span', {}, h('i', { class: one.bars ? 'bars' : one.dash ? 'dashed' : 'solid', 'aria-hidden': 'true', data: { color: one.color } }), one.label, ' ', values[number]),
    ),
    at,
  );
  for (const mark of element.querySelectorAll('i')) mark.style.setProperty('--line-color', `var(${mark.dataset.color})`);
  return {
    element,
    show(data, index) {
      const pointed = index !== null && index !== undefined && data[0][index] !== undefined;
      at.textContent = pointed ? `at ${minute(data[0][index] * 1000)}` : '';
      values.forEach((value, number) => {
        value.textContent = pointed ? format(data[number + 1][index]) : '';
      });
    },
  };
}
