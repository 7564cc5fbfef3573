import { answerTimes } from '../state/attack-state';
import { Processor } from './processor';

/** What computes, what is sent, and how long the last answer took. */
export const Foot = () => {
  const { ibp, crown } = answerTimes.value;
  return (
    <footer>
      <Processor />
      <p>
        Nothing is sent anywhere: the page's content security policy allows connections to its own host alone,
        and after loading there are none.
      </p>
      {ibp !== undefined && crown !== undefined ? (
        <p data-times={JSON.stringify(answerTimes.value)}>
          Last answer: IBP after {Math.round(ibp)} ms, CROWN after {Math.round(crown)} ms.
        </p>
      ) : null}
    </footer>
  );
};
