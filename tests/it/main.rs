//! Native, headless tests of the whole core; one binary.

mod appearances;
mod campaign;
mod cases;
mod docs;
mod forms;
mod instruments;
mod laws;
mod reference;
mod schema;
mod scripts;
mod submissions;
mod surveyjs;
mod surveys;
mod tidy;
mod workbooks;
mod xlsforms;
