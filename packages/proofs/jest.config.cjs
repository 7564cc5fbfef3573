// nothing here computes with tfjs, in tests neither
module.exports = { ...require('ibp-tools/jest'), setupFilesAfterEnv: [] };
