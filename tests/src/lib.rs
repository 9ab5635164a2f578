//! What the suites share: random markets, specs, and the numeric and golden cases that run natively and in wasm.

pub mod goldens;
pub mod market;
pub mod numeric;
pub mod oracle;
pub mod plans;
pub mod runs;
pub mod seeds;
pub mod specs;
pub mod speed;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod wide_oracle;
