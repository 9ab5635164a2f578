//! What the suites share: random markets, specs, and the numeric cases that run natively and in wasm.

pub mod market;
pub mod numeric;
pub mod specs;
#[cfg(target_arch = "wasm32")]
mod wasm;
