//! Many responses as typed columns.
