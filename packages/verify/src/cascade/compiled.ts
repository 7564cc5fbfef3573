import { assertEngineFloat32 } from '@ibp/backend';
import { assertFunctions, type Engine } from '@ibp/layers';
import type { StageContext } from './stage';

type Network = StageContext['network'];

/** What was compiled for a network, as long as it is asked for that one. */
export type KeptCompiled<T> = {
  readonly of: (engine: Engine, network: Network) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** Keeps what `make` compiles for the last network it was asked for. */
export function keptCompiled<T extends { readonly dispose: () => Promise<void> }>(
  make: (engine: Engine, network: Network) => T,
): KeptCompiled<T> {
  let last: { readonly network: Network; readonly made: T } | undefined;
  const close = async () => {
    const before = last;
    last = undefined;
    await before?.made.dispose();
  };
  return {
    of: async (engine, network) => {
      if (last?.network === network) return last.made;
      const [before, made] = [last, make(engine, network)];
      last = { network, made }; // before anything is waited for: several may ask at once
      await before?.made.dispose();
      return made;
    },
    close,
  };
}

/** What a stage that uses an engine asks first, once the weights of a training run that uses the same one, perhaps, are where all others look. */
export async function engineReady(engine: Engine, network: Network): Promise<void> {
  await assertEngineFloat32('certify', engine);
  await assertFunctions('certify', network, engine);
  await engine.readVariables();
}
