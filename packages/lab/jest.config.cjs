module.exports = require('ibp-tools/jest');
