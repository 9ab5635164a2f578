//! The page and the compute worker: two programs that share their messages and their idea of a question.
//!
//! The modules without a feature hold every decision that needs no browser, and are tested natively.

pub mod audit;
pub mod csv;
pub mod format;
pub mod library;
pub mod pool;
pub mod question;
pub mod tables;
pub mod troubles;

#[cfg(feature = "worker")]
pub mod compute;

#[cfg(feature = "page")]
mod boot;
#[cfg(feature = "page")]
mod charts;
#[cfg(feature = "page")]
mod components;
#[cfg(feature = "page")]
mod honesty;
#[cfg(feature = "page")]
mod i18n;
#[cfg(feature = "page")]
mod net;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod pages;
#[cfg(feature = "page")]
mod parts;
#[cfg(feature = "page")]
mod settings;
#[cfg(feature = "page")]
mod state;

#[cfg(feature = "page")]
pub use page::mount;
