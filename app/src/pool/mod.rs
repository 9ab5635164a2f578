//! Compute workers: each a module of its own in its own thread, handed one job at a time.
//!
//! The decisions are made in [`queue`]; here they are carried out with real workers.

#[cfg(feature = "page")]
mod browser;
pub mod protocol;
pub mod queue;

#[cfg(feature = "page")]
pub use browser::{Event, Pool, Transfer};
