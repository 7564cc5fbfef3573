module.exports = { ...require('ibp-tools/jest'), testEnvironment: './jest-environment.cjs' };
