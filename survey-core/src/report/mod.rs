//! Findings as plain data: what a table or chart shows.
