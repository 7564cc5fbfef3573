import type { ComponentType } from 'preact';
import { AttackPage } from './pages/attack';
import { CheckPage } from './pages/check';
import { LayersPage } from './pages/layers';
import { LearnPage } from './pages/learn';
import { ModelPage } from './pages/model';
import { TrainingPage } from './pages/training';
import { Lacking } from './parts/lacking';
import { answerTimes, backend, failure } from './state/attack-state';
import { type PageName, route } from './state/route';

/** The pages that there are, in the order of the navigation. */
const pages: { readonly [K in PageName]: { readonly title: string; readonly page: ComponentType } } = {
  attack: { title: 'Attack and certify', page: AttackPage },
  training: { title: 'Watch training', page: TrainingPage },
  layers: { title: 'Layer by layer', page: LayersPage },
  model: { title: 'Your model', page: ModelPage },
  check: { title: 'Check a proof', page: CheckPage },
  learn: { title: 'Learn', page: LearnPage },
};

/** The frame around every page. */
export const App = () => {
  const { page } = route.value;
  const Page = pages[page].page;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')!.focus()}>
        Skip to the page
      </button>
      <nav class="top" aria-label="pages">
        <strong class="brand">
          <span aria-hidden="true">◧</span> The certification lab
        </strong>
        <ul>
          {Object.entries(pages).map(([name, { title }]) => (
            <li key={name}>
              <a href={`#${name}`} aria-current={name === page ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        {failure.value ? (
          <p class="notice" role="alert">
            {failure.value}
          </p>
        ) : null}
        <Page />
      </main>
      <Foot />
    </>
  );
};

const Foot = () => {
  const { ibp, crown } = answerTimes.value;
  return (
    <footer>
      <p>
        Everything is computed in this browser by the <code>@ibp</code> packages
        {backend.value
          ? `, on ${backend.value === 'wasm' ? 'WebAssembly' : backend.value}, each worker in one thread`
          : ''}
        {' (the GPU is left alone: some browsers show wrong numbers where bounds are read at once)'}. Nothing
        is sent anywhere: the page's content security policy allows connections to its own host alone, and
        after loading there are none.
      </p>
      <Lacking />
      {ibp !== undefined && crown !== undefined ? (
        <p data-times={JSON.stringify(answerTimes.value)}>
          Last answer: IBP after {Math.round(ibp)} ms, CROWN after {Math.round(crown)} ms.
        </p>
      ) : null}
    </footer>
  );
};
