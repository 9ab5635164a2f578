//! Caps the memory of the library's program: whatever a file from elsewhere makes of it, the browser stays well.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "a build script runs on the host and speaks to cargo"
)]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if wasm && std::env::var_os("CARGO_FEATURE_LIBRARY").is_some() {
        // 1 GiB.
        println!("cargo::rustc-link-arg-bin=library=--max-memory=1073741824");
    }
}
