//! A person's way through the built site, in a real Chromium.
//! `cargo xtask test --only e2e` builds the site and the server first.

mod analysis;
mod capture;
mod check;
mod command;
mod crosstabs;
mod drivers;
mod fields;
mod figures;
mod files;
mod forms;
mod gallery;
mod imports;
mod main_job;
mod pages;
mod people;
mod tables;
mod weights;
