import * as tf from '@tensorflow/tfjs-core';
import { CAPTURE_BACKEND, CaptureBackend } from '../capture/backend';
import type { View } from '../graph/view';
import type { KernelRule } from './rule';
import { kernels } from './table';

/** The capture backend, registered with tfjs (once) but not chosen. */
export function captureBackend(): CaptureBackend {
  const registered = tf.findBackend(CAPTURE_BACKEND);
  if (registered) return registered as CaptureBackend;
  const backend = new CaptureBackend();
  tf.registerBackend(CAPTURE_BACKEND, () => backend, 0);
  for (const [kernelName, rule] of Object.entries(kernels)) {
    tf.registerKernel({ kernelName, backendName: CAPTURE_BACKEND, kernelFunc: kernelOf(backend, rule) });
  }
  return backend;
}

const kernelOf =
  (backend: CaptureBackend, rule: KernelRule): tf.KernelFunc =>
  ({ inputs, attrs }) => {
    const views = Object.entries(inputs)
      .filter(([, tensor]) => tensor)
      .map(([name, tensor]) => [name, backend.viewOf(tensor as tf.TensorInfo)] as [string, View]);
    const result = rule(backend.builder, Object.fromEntries(views), attrs ?? {});
    return Array.isArray(result) ? result.map((view) => backend.hold(view)) : backend.hold(result);
  };
