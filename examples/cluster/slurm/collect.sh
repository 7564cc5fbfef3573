#!/bin/bash
# Puts the parts of certify.sh together, with the same flags, when all tasks of the array have ended well.
#
#   job=$(sbatch --parsable --array=1-16 certify.sh runs/first --epsilon 0.1)
#   IBP_SHARDS=16 sbatch --dependency=afterok:$job collect.sh runs/first --epsilon 0.1
#SBATCH --job-name=ibp-collect
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=8G
#SBATCH --time=02:00:00
set -euo pipefail

# shellcheck disable=SC2086 # a command and its arguments
exec ${IBP:-npx --yes @ibp/cli} campaign collect "$@" --shards "${IBP_SHARDS:?expected the number of parts}"
