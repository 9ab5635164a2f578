//! Registers indicators by file: every `src/library/*.rs` becomes a module and an entry of `ALL`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script runs on the host"
)]

#[path = "../register.rs"]
mod register;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    register::register("indicator", "INDICATOR", "Indicator")
}
