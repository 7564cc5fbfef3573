export type { Axis, ChartGrid, LineChart, Series } from './chart';
export { chartGrid, lineChart } from './line-chart';
