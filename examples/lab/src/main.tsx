import { styles } from '@ibp/report/components';
import { render } from 'preact';
import { App } from './app';
import { startLayers } from './pages/layers';
import { startTrainingPage } from './pages/training';
import { startAnswering } from './state/attack-state';
import { followAddress } from './state/route';
import { openServedRun } from './state/served-run';
import './styles.css';

// the colours of the report
document.head.prepend(Object.assign(document.createElement('style'), { textContent: styles }));
followAddress();
startAnswering();
startLayers();
startTrainingPage();
openServedRun();
render(<App />, document.getElementById('lab')!);
