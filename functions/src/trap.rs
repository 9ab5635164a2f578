//! Routes that die on purpose, so that a test can prove what survives. Never in a shipped build.

use worker::{Env, Response};

use crate::{desk, reply::Reply};

/// Dies in the worker.
pub fn here() -> Reply {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    Reply::error(500, "trap", "only wasm can trap")
}

/// Dies in an exchange's desk.
pub async fn desk(venue: &str, env: &Env) -> worker::Result<Response> {
    let stub = env.durable_object(desk::BINDING)?.get_by_name(venue)?;
    stub.fetch_with_str("https://desk/api/trap").await
}
