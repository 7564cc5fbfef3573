import { Table } from '@ibp/report/components';
import { signal } from '@preact/signals';
import { Drop } from '../parts/drop';
import { seconds } from '../parts/number';
import { startCheck } from '../state/check-worker';
import { hasEnd, messageOf, readFiles } from '../state/files';
import { readNpy } from '../state/inputs';
import { background } from '../state/lab';
import type { CheckTasks } from '../worker/check-tasks';

type Result = Awaited<ReturnType<CheckTasks['check']>>;

const certificate = signal<{ name: string; text: string } | undefined>(undefined);
const network = signal<{ name: string; file: Uint8Array<ArrayBuffer> } | undefined>(undefined);
const inputs = signal<{ name: string; rows: readonly ArrayLike<number>[] } | undefined>(undefined);
const error = signal<string | undefined>(undefined);
const progress = signal<{ done: number; all: number } | undefined>(undefined);
const result = signal<Result | undefined>(undefined);
let stop: (() => void) | undefined;

/** Sorts out what was dropped: a certificate is JSON of its format, any other JSON is a network of tfjs. */
async function take(files: File[]): Promise<void> {
  error.value = undefined;
  try {
    const read = await readFiles(files);
    const isCertificate = (bytes: Uint8Array) =>
      new TextDecoder().decode(bytes.subarray(0, 200)).includes('ibp-certificate');
    const json = read.filter(({ name }) => hasEnd(name, '.json'));
    const proof = json.find(({ bytes }) => isCertificate(bytes)) ?? (read.length === 1 ? json[0] : undefined);
    if (proof) certificate.value = { name: proof.name, text: new TextDecoder().decode(proof.bytes) };
    const npy = files.find(({ name }) => hasEnd(name, '.npy'));
    if (npy) {
      const { shape, values } = await readNpy(npy);
      const [count = 1] = shape;
      const size = values.length / count;
      const rows = Array.from({ length: count }, (_, i) => values.subarray(i * size, (i + 1) * size));
      inputs.value = { name: npy.name, rows };
    }
    const rest = read.filter(({ name }) => name !== proof?.name && name !== npy?.name);
    if (rest.length > 0) {
      const file = (await background().plainFile(rest)) as Uint8Array<ArrayBuffer>;
      network.value = { name: rest[0]!.name, file };
    }
    if (certificate.value && network.value) await run();
  } catch (reason) {
    error.value = messageOf(reason);
  }
}

async function run(): Promise<void> {
  stop?.();
  result.value = undefined;
  const { calls, end } = startCheck();
  let stopped = false;
  stop = () => {
    stopped = true;
    progress.value = undefined;
    end();
  };
  const own = inputs.value ? { inputs: inputs.value.rows } : {};
  progress.value = { done: 0, all: 0 };
  try {
    const input = { certificate: certificate.value!.text, network: network.value!.file, ...own };
    result.value = await calls.check(input, {
      onEvent: (event) => {
        progress.value = event;
      },
    });
  } finally {
    if (!stopped) progress.value = undefined;
    end();
  }
}

/** Check a proof: what a certificate says, and whether it is so. */
export const CheckPage = () => (
  <>
    <header class="page-head">
      <h1>Check a proof</h1>
      <p>
        A certificate need not be believed. Drop it with its network, and every bound in it is computed anew
        in exact arithmetic, by code that had no part in finding it. Whoever gave it to you, nothing leaves
        this machine.
      </p>
    </header>
    <div class="stack">
      <Drop
        id="proof"
        label="Drop a certificate and its network"
        hint="certificate.json; the network as .safetensors, .onnx or model.json with its shards; inputs as .npy where the certificate has only their hashes"
        accept=".json,.safetensors,.onnx,.bin,.npy"
        onFiles={take}
      />
      <ul class="taken">
        <Taken what="certificate" name={certificate.value?.name} />
        <Taken what="network" name={network.value?.name} />
        <Taken what="inputs" name={inputs.value?.name} otherwise="only if the certificate has hashes alone" />
      </ul>
      {error.value ? (
        <p class="notice" role="alert">
          {error.value}
        </p>
      ) : null}
      {progress.value ? (
        <p role="status">
          Checking
          {progress.value.all > 0 ? ` example ${progress.value.done + 1} of ${progress.value.all}` : ''}…{' '}
          <button type="button" onClick={() => stop?.()}>
            Stop
          </button>
        </p>
      ) : null}
      {certificate.value || network.value ? null : (
        <p class="quiet">
          None at hand? <a href="#attack?net=ordinary&digit=9&eps=0.04">Settle a digit</a>, and download its
          certificate and its network there.
        </p>
      )}
      {result.value ? <Checked result={result.value} /> : null}
    </div>
  </>
);

const Taken = ({
  what,
  name,
  otherwise = 'not there yet',
}: {
  readonly what: string;
  readonly name: string | undefined;
  readonly otherwise?: string;
}) => (
  <li class={name ? 'there' : ''}>
    {what}: {name ? <strong>{name}</strong> : <span class="quiet">{otherwise}</span>}
  </li>
);

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The first claim that does not hold. */
function firstFault(rows: Result['rows']): string {
  const fault = rows.find(({ status }) => status === 'rejected');
  return fault ? `Of example ${fault.index}: ${fault.reason}.` : '';
}

const Checked = ({ result }: { readonly result: Result }) => {
  const { sound, confirmed, rows, hash, mode, arithmetic, software } = result;
  const shown = confirmed.verified + confirmed.falsified;
  const all = sound && shown === rows.length;
  return (
    <section class="panel" aria-labelledby="checked">
      <h2 id="checked" class={all ? 'tone-proved' : sound ? 'tone-open' : 'tone-broken'}>
        {sound ? `${shown} of ${rows.length} claims confirmed` : 'Rejected'}
      </h2>
      {sound ? (
        <p>
          Of the network below {counted(confirmed.verified, 'statement')} and{' '}
          {counted(confirmed.falsified, 'counter-example')} came out again, in {seconds(result.seconds)}. A
          confirmed statement is true of real numbers for these float32 parameters, whoever found it and
          however.
        </p>
      ) : (
        <p>The certificate claims what is not so. {firstFault(rows)}</p>
      )}
      <dl class="facts">
        <dt>network</dt>
        <dd>
          <code>{hash}</code>
        </dd>
        <dt>arithmetic</dt>
        <dd>
          {arithmetic === 'real' ? 'real numbers' : arithmetic}; bounds were found{' '}
          {mode === 'rigorous' ? 'with outward rounding' : `in ${mode}`}
        </dd>
        <dt>made by</dt>
        <dd>
          {Object.entries(software)
            .map(([name, version]) => `${name} ${version}`)
            .join(', ') || 'not said'}
        </dd>
      </dl>
      <Table
        caption="What it states, and what the check found"
        head={['example', 'check', 'statement', 'by', 'input']}
        rows={rows.map(({ index, claim, statement, proofs, input, status, reason }) => [
          `${index}`,
          `${status}${status === 'confirmed' ? '' : `: ${reason}`}`,
          claim === 'falsified' ? `a counter-example to: ${statement}` : statement,
          proofs,
          <code key="input">{input.slice(0, 16)}</code>,
        ])}
      />
    </section>
  );
};
