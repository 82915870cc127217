// Starts the program named by the page's `data-boot` links.
// A file of its own because the Content-Security-Policy allows no inline script.
const address = (kind) => document.querySelector(`link[data-boot="${kind}"]`).href;

import(address("script"))
  .then((program) => program.default({ module_or_path: address("wasm") }))
  .catch((error) => {
    document.documentElement.classList.add("boot-failed");
    throw error;
  });
