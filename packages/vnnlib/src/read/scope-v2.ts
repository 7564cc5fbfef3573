import type { VariableIndex, VnnlibTensor } from '../variable';
import { mostValues, readIndices, type Scope } from './scope';
import { advance, expect, expectWord, failAt, shown, type Tokens, textOf } from './tokens';

const isName = (word: string): boolean => /^[A-Za-z]\w*$/.test(word);

/** Numbers that the elements of tensors may be here: those that stand for reals. */
const realTypes = /^(real|float16|float32|float64|bfloat16)$/i;

/** What messages say where a file asks for more than one network can answer. */
const refusals: Readonly<Record<string, string>> = {
  'declare-hidden': 'expected inputs and outputs, got a hidden node, which is not supported',
  'isomorphic-to': 'expected one network, got a relation to another, which is not supported',
  'equal-to': 'expected one network, got a relation to another, which is not supported',
};

/** `(declare-network f (declare-input X float32 [1,5]) (declare-output Y float32 [1]))`, of which the keyword was read. */
export function declareNetwork(tokens: Tokens): Scope {
  const named = new Map<
    string,
    { readonly tensor: VnnlibTensor; readonly first: number; readonly input: boolean }
  >();
  const network = readName(tokens, 'the name of the network');
  const [inputs, outputs]: [VnnlibTensor[], VnnlibTensor[]] = [[], []];
  let [inputCount, outputCount] = [0, 0];
  while (tokens.kind !== ')') {
    expect(tokens, '(', '(declare-input or (declare-output');
    const { start } = tokens;
    const form = expectWord(tokens, 'declare-input or declare-output');
    if (Object.hasOwn(refusals, form)) failAt(tokens, start, refusals[form]!);
    if (form !== 'declare-input' && form !== 'declare-output') {
      failAt(tokens, start, `expected declare-input or declare-output, got ${form.slice(0, 40)}`);
    }
    const input = form === 'declare-input';
    if (input && outputs.length > 0)
      failAt(tokens, start, 'expected inputs before outputs, got an input after one');
    const at = tokens.start;
    const tensor = readTensor(tokens);
    if (named.has(tensor.name)) {
      failAt(tokens, at, `expected each variable to be declared once, got ${tensor.name.slice(0, 40)} again`);
    }
    named.set(tensor.name, { tensor, first: input ? inputCount : outputCount, input });
    (input ? inputs : outputs).push(tensor);
    if (input) inputCount += tensor.count;
    else outputCount += tensor.count;
    if (inputCount > mostValues || outputCount > mostValues) {
      failAt(tokens, at, `expected at most ${mostValues} values, got more`);
    }
  }
  if (inputs.length === 0 || outputs.length === 0) {
    failAt(
      tokens,
      tokens.start,
      `expected an input and an output of the network, got ${inputs.length} and ${outputs.length}`,
    );
  }
  advance(tokens);
  return { version: '2.0', network, inputs, outputs, read };

  function read(next: Tokens): VariableIndex | undefined {
    const found = named.get(textOf(next));
    if (!found) return undefined;
    const { start } = next;
    advance(next);
    const { shape } = found.tensor;
    const indices = next.kind === '[' ? readIndices(next, 'an index') : [];
    const fits = indices.length === shape.length && indices.every((index, axis) => index < shape[axis]!);
    if (!fits) {
      failAt(
        next,
        start,
        `expected an element of ${found.tensor.name} of shape [${shape}], got [${indices}]`,
      );
    }
    const index = indices.reduce((row, i, axis) => row * shape[axis]! + i, 0) + found.first;
    return found.input ? index : ~index;
  }
}

function readName(tokens: Tokens, what: string): string {
  if (!isName(textOf(tokens))) failAt(tokens, tokens.start, `expected ${what}, got ${shown(tokens)}`);
  return expectWord(tokens, what);
}

/** `X float32 [1,5] "name")`. */
function readTensor(tokens: Tokens): VnnlibTensor {
  const name = readName(tokens, 'the name of a variable');
  const type = tokens.start;
  const elementType = expectWord(tokens, 'a type of elements');
  if (!realTypes.test(elementType)) {
    failAt(tokens, type, `expected real, float16, float32 or float64, got ${elementType.slice(0, 40)}`);
  }
  const { start } = tokens;
  const shape = readIndices(tokens, 'a size');
  const count = shape.reduce((product, size) => product * size, 1);
  if (!(count >= 1 && count <= mostValues)) {
    failAt(tokens, start, `expected from 1 to ${mostValues} values, got the shape [${shape}]`);
  }
  const onnxName = tokens.kind === 'string' ? textOf(tokens).slice(1, -1) : undefined;
  if (onnxName !== undefined) advance(tokens);
  expect(tokens, ')');
  return { name, shape, count, elementType, ...(onnxName === undefined ? {} : { onnxName }) };
}
