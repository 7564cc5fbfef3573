import { answerProblems } from '@ibp/exact/highs-web';
import highs from 'highs';
import address from 'highs/runtime?url';

answerProblems(highs, new URL(address, import.meta.url).href);
