import { styles } from '@ibp/report/components';
import { render } from 'preact';
import { App } from './app';
import { startAnswering } from './state/attack-state';
import { followAddress } from './state/route';
import './styles.css';

// the colours of the report
document.head.prepend(Object.assign(document.createElement('style'), { textContent: styles }));
followAddress();
startAnswering();
render(<App />, document.getElementById('lab')!);
