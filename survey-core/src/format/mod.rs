//! Files: the only module that knows serde.
