import { disposeNetwork } from '@ibp/layers';
import { batch, build, evaluate, options, train } from './testing';

/** What a timer needs to see between two steps: Ctrl-C and a click come the same way. */
const soon = (action: () => void) => setTimeout(action, 0);

describe('the event loop turns', () => {
  it('between steps of training, so that a run can be stopped from outside', async () => {
    const net = build();
    const stop = new AbortController();
    soon(() => stop.abort());
    let last = 0;
    for await (const { step } of train(net, { ...options, steps: 200, signal: stop.signal })) last = step;
    expect(last).toBeLessThan(200);
    disposeNetwork(net);
  });

  it('between batches of an evaluation', async () => {
    const net = build();
    let turned = false;
    soon(() => {
      turned = true;
    });
    const batches = Array.from({ length: 50 }, (_, i) => batch(i));
    await evaluate(net, batches, { epsilon: 0.05 });
    expect(turned).toBe(true);
    disposeNetwork(net);
  });
});
