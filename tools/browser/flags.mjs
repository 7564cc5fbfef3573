const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
const plain = ['--no-sandbox', '--disable-quic', '--no-first-run'];
// a GPU in software
const gpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

/** How Chromium is started for these checks. */
export const flags = [...plain, ...quiet, ...gpu];
