import { fail } from '@ibp/core';
import { assignmentsOf } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { DType, Value } from '../graph/graph';
import { plain, type View } from '../graph/view';

/** What a recorded function does to the variables there are. */
export type Variables = {
  /** The view of a variable that still has the value from before; nothing for any other tensor. */
  readonly read: (tensor: tf.TensorInfo) => View | undefined;
  readonly reads: () => Map<Value, tf.Variable>;
  readonly assigned: () => tf.Variable[];
  /** Gives every variable its value back and frees those made since. */
  readonly restore: () => void;
};

/** Another tensor of the same data, which it keeps alive. Not a clone: some backends copy for one. */
function alias({ dataId, shape, dtype }: tf.Variable): tf.Tensor {
  const { backend } = tf.engine().state.tensorInfo.get(dataId)!;
  backend.incRef(dataId);
  return tf.keep(tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }, backend));
}

export function keepVariables(): Variables {
  const saved = new Map(
    Object.values(tf.engine().registeredVariables).map((variable) => {
      const { direct } = assignmentsOf(variable);
      return [variable, { value: alias(variable), direct }];
    }),
  );
  const values = new Map<tf.Variable, Value>();
  const changed = (variable: tf.Variable): boolean => variable.dataId !== saved.get(variable)?.value.dataId;
  return {
    read: (tensor) => {
      if (!(tensor instanceof tf.Variable) || changed(tensor)) return undefined;
      const { dtype, shape } = tensor;
      const value = values.get(tensor) ?? { name: `variable_${values.size}`, dtype: dtype as DType, shape };
      values.set(tensor, value);
      return plain(value.name, value.dtype, value.shape);
    },
    reads: () => new Map([...values].map(([variable, value]) => [value, variable])),
    assigned: () => {
      const variables = Object.values(tf.engine().registeredVariables);
      if (variables.some((variable) => !saved.has(variable))) {
        fail('capture', 'expected a function that makes no variables');
      }
      return variables.filter(changed);
    },
    restore: () => {
      for (const variable of Object.values(tf.engine().registeredVariables)) {
        if (!saved.has(variable)) variable.dispose();
      }
      for (const [variable, { value, direct }] of saved) {
        if (changed(variable)) variable.assign(value);
        assignmentsOf(variable).direct = direct; // nobody has seen it changed
        value.dispose();
      }
    },
  };
}
