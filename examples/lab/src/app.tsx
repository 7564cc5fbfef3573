import type { ComponentType } from 'preact';
import { AttackPage } from './pages/attack';
import { CheckPage } from './pages/check';
import { LayersPage } from './pages/layers';
import { LearnPage } from './pages/learn';
import { ModelPage } from './pages/model';
import { TrainingPage } from './pages/training';
import { Foot } from './parts/foot';
import { failure } from './state/attack-state';
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
