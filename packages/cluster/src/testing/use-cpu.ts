import '@ibp/backend/cpu';
import { registerGradients } from '@ibp/backend/gradients';
import * as tf from '@tensorflow/tfjs-core';

/** The backend that needs nothing loaded. */
export async function useCpu(): Promise<void> {
  await tf.setBackend('cpu');
  await tf.ready();
  registerGradients();
}
