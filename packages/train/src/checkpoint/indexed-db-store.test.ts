import 'fake-indexeddb/auto';
import { indexedDbStore } from './indexed-db-store';

describe('indexedDbStore', () => {
  it('has nothing at first, then the last that was saved, under its own name', async () => {
    const store = indexedDbStore('mine');
    expect(await store.load()).toBeUndefined();
    await store.save(Uint8Array.of(1, 2, 3));
    await store.save(Uint8Array.of(4, 5));
    expect([...(await indexedDbStore('mine').load())!]).toEqual([4, 5]);
    expect(await indexedDbStore('other').load()).toBeUndefined();
  });
});
