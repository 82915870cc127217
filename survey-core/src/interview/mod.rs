//! The interview machine: events in, effects and a plain view out.
