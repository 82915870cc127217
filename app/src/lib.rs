//! The front end: what the pages and the worker share.

pub mod charts;
pub mod pages;
