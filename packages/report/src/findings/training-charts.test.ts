import { trainingCharts } from './training-charts';

const titles = (charts: ReturnType<typeof trainingCharts>) => charts.map(({ title }) => title);

describe('trainingCharts', () => {
  it('leaves out what no row has', () => {
    expect(titles(trainingCharts([]))).toEqual([]);
    expect(titles(trainingCharts([{ step: 1, loss: 1 }]))).toEqual(['loss']);
  });

  it('draws by epoch, and by step where a row does not say its epoch', () => {
    const rows = [
      { step: 10, epoch: 0.5, loss: 2 },
      { step: 20, epoch: 1, loss: 1 },
    ];
    const [byEpoch] = trainingCharts(rows);
    expect([byEpoch!.x.label, byEpoch!.series[0]!.points]).toEqual([
      'epoch',
      [
        [0.5, 2],
        [1, 1],
      ],
    ]);
    const [byStep] = trainingCharts([...rows, { step: 30, loss: 0 }]);
    expect([byStep!.x.label, byStep!.series[0]!.points]).toEqual([
      'step',
      [
        [10, 2],
        [20, 1],
        [30, 0],
      ],
    ]);
  });

  it('has a chart of its own for each part of the loss that is not a cross-entropy', () => {
    const parts = { fit: 1, spec: 2, l1: 1000 };
    const charts = trainingCharts([{ step: 1, loss: 3, parts }]);
    expect(titles(charts)).toEqual(['loss', 'loss: l1']);
    expect(charts[0]!.series.map(({ name }) => name)).toEqual(['loss', 'fit', 'spec']);
  });

  it('has a learning rate hold from the beginning of its row', () => {
    const rows = [
      { from: 0, step: 10, epoch: 1, learningRate: 0.1 },
      { from: 10, step: 20, epoch: 2, learningRate: 0.01 },
    ];
    const [{ series }] = trainingCharts(rows) as [ReturnType<typeof trainingCharts>[number]];
    expect(series[0]!.points).toEqual([
      [0, 0.1],
      [1, 0.1],
      [2, 0.01],
    ]);
  });
});
