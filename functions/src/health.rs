//! `GET /api/health`: is the edge itself alive? It asks no exchange, so an exchange's trouble never looks like ours.

use serde_json::json;

use crate::reply::{Keep, Reply};

/// Name, version and the upstreams this build can reach.
pub fn answer() -> Reply {
    Reply::ok(
        json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "upstreams": upstreams }),
        Keep::Never,
    )
}
