//! Finished and partial responses, and their merging.
