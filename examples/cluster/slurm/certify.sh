#!/bin/bash
# Certifies one part of the images in each task of an array; a task that is killed or requeued goes on from its journal.
#
#   sbatch --array=1-16 certify.sh runs/first --epsilon 0.1 --complete branch-and-bound
#SBATCH --job-name=ibp-certify
#SBATCH --array=1-16
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=4G
#SBATCH --time=12:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail

if [ -z "${IBP_SHARDS:-}" ] && { [ "${SLURM_ARRAY_TASK_MIN:-1}" != 1 ] || [ "${SLURM_ARRAY_TASK_STEP:-1}" != 1 ]; }; then
  echo "certify.sh: expected an array 1-n, got one from $SLURM_ARRAY_TASK_MIN in steps of ${SLURM_ARRAY_TASK_STEP:-1}" >&2
  exit 2
fi
# some tasks may be run again alone, as by --array=3: IBP_SHARDS says of how many parts
shards=${IBP_SHARDS:-$SLURM_ARRAY_TASK_MAX}
# shellcheck disable=SC2086 # a command and its arguments
exec ${IBP:-npx --yes @ibp/cli} certify "$@" \
  --shard "$SLURM_ARRAY_TASK_ID/$shards" --workers "${SLURM_CPUS_PER_TASK:-1}"
