//! Native, headless tests of the whole core; one binary.

mod reference;
