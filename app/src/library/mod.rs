//! The library of bars: a dedicated worker owns the browser's disk, and everybody else asks it.
//!
//! The modules without a feature hold the decisions and the messages, and are tested natively.

pub mod detail;
pub mod later;
pub mod ownership;
#[cfg(any(feature = "library", test))]
pub mod pace;
pub mod protocol;
#[cfg(any(feature = "library", test))]
pub mod queue;
#[cfg(any(feature = "library", test))]
pub mod why;

#[cfg(feature = "page")]
pub mod client;
#[cfg(any(feature = "worker", feature = "library"))]
pub mod columns;
#[cfg(all(feature = "page", feature = "planted-faults"))]
pub mod hook;
#[cfg(feature = "page")]
pub mod intake;
#[cfg(feature = "page")]
pub mod line;
#[cfg(feature = "library")]
mod worker;

#[cfg(feature = "library")]
pub use worker::start;
