//! The compiled, immutable questionnaire.
