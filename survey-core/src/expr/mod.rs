//! The expression language: ODK's XPath dialect.
