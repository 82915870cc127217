//! Native, headless tests of the whole core; one binary.

mod instruments;
mod reference;
mod schema;
mod surveys;
mod tidy;
